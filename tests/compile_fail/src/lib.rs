//! What the programs in `misuse/` get wrong, done right.

use docmill_graph::authentication::{
    ListMethodsPath, PhoneAuthenticationMethodCreatePhoneMethods, list_methods,
};
use docmill_graph::drive_item::DeltaPath;
use docmill_graph::enums::{AttestationLevel, AuthenticationPhoneType};
use docmill_graph::item_phone::{GetPath, ItemPhoneUpdate, ListPath, UpdatePath};
use docmill_graph::model::{Identity, IdentitySet, ItemPhone};
use docmill_graph::planner_task::{self, PlannerTaskUpdate};
use docmill_graph::{BASE_URL, Client, Error, StaticToken, drive_item, item_phone};

/// Makes every request, and sends none.
///
/// # Panics
///
/// If one of them cannot be made.
pub fn right_usage() {
    let client = Client::new(BASE_URL, StaticToken::new("token")).expect("a client");
    let urls = urls(&client, &ItemPhone::new().number("+1 2065550100")).expect("requests");
    assert_eq!(urls.len(), 7);
    assert!(urls.iter().all(|url| url.starts_with(BASE_URL)), "{urls:?}");

    let by = IdentitySet::new().user(Identity::new().id("1"));
    assert_eq!(by.user.and_then(|user| user.id).as_deref(), Some("1"));
    assert!(is_attested(&AttestationLevel::Attested));
    let _ = PhoneAuthenticationMethodCreatePhoneMethods::new(
        "+1 2065550100",
        AuthenticationPhoneType::Mobile,
    );
}

fn urls(client: &Client, phone: &ItemPhone) -> Result<Vec<String>, Error> {
    let mut update = ItemPhoneUpdate::new().display_name_null();
    update.number = phone.number.clone().into();
    let requests = [
        item_phone::get(client, GetPath::me("phone")).into_http()?,
        item_phone::get(client, GetPath::users("user", "phone"))
            .select(|it| [&it.id])
            .into_http()?,
        item_phone::list(client, ListPath::me()).top(5).into_http()?,
        item_phone::update(client, UpdatePath::me("phone"), update).into_http()?,
        planner_task::update(client, "task", "W/\"1\"", PlannerTaskUpdate::new().title("Read"))
            .into_http()?,
        drive_item::delta(client, DeltaPath::me()).expand(|item| item.children).into_http()?,
        // What a page does not document can be sent all the same.
        list_methods(client, ListMethodsPath::me()).query("$top", "5").into_http()?,
    ];
    Ok(requests.iter().map(|request| request.uri().to_string()).collect())
}

fn is_attested(level: &AttestationLevel) -> bool {
    match level {
        AttestationLevel::Attested => true,
        AttestationLevel::NotAttested | AttestationLevel::Unknown(_) => false,
        other => other.as_str() == "attestedByOthers",
    }
}
