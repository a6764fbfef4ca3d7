//! Telephone numbers: in profiles, and as a way to sign in.

use docmill_graph::{authentication, item_phone, phone_authentication_method, phones};

use super::{Entry, entry, number};

pub fn entries() -> Vec<Entry> {
    let mut entries = of_authentication();
    entries.extend(of_item_phone());
    entries.extend(of_phone_authentication_method());
    entries.extend(of_phones());
    entries
}

fn of_authentication() -> Vec<Entry> {
    vec![
        entry::<authentication::CreatePhoneMethods>(|client, asked| {
            let at = match &asked.values[..] {
                [] => authentication::CreatePhoneMethodsPath::me(),
                [user] => authentication::CreatePhoneMethodsPath::users(user),
                _ => asked.misfit(),
            };
            authentication::create_phone_methods(client, at, asked.body())
        }),
        entry::<authentication::ListMethods>(|client, asked| {
            let at = match &asked.values[..] {
                [] => authentication::ListMethodsPath::me(),
                [user] => authentication::ListMethodsPath::users(user),
                _ => asked.misfit(),
            };
            authentication::list_methods(client, at)
        }),
        entry::<authentication::ListPhoneMethods>(|client, asked| {
            let at = match &asked.values[..] {
                [] => authentication::ListPhoneMethodsPath::me(),
                [user] => authentication::ListPhoneMethodsPath::users(user),
                _ => asked.misfit(),
            };
            authentication::list_phone_methods(client, at)
        }),
    ]
}

fn of_item_phone() -> Vec<Entry> {
    vec![
        entry::<item_phone::AddByReference>(|client, asked| {
            item_phone::add_by_reference(client, asked.body())
        }),
        entry::<item_phone::Create>(|client, asked| {
            let at = match &asked.values[..] {
                [] => item_phone::CreatePath::me(),
                [user] => item_phone::CreatePath::users(user),
                _ => asked.misfit(),
            };
            item_phone::create(client, at, asked.body())
        }),
        entry::<item_phone::Delete>(|client, asked| {
            let at = match &asked.values[..] {
                [phone] => item_phone::DeletePath::me(phone),
                [user, phone] => item_phone::DeletePath::users(user, phone),
                _ => asked.misfit(),
            };
            item_phone::delete(client, at)
        }),
        entry::<item_phone::Get>(|client, asked| {
            let at = match &asked.values[..] {
                [phone] => item_phone::GetPath::me(phone),
                [user, phone] => item_phone::GetPath::users(user, phone),
                _ => asked.misfit(),
            };
            asked.query().fold(item_phone::get(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$select" => request.select_named(value.split(',')),
                    _ => request,
                }
            })
        }),
        entry::<item_phone::List>(|client, asked| {
            let at = match &asked.values[..] {
                [] => item_phone::ListPath::me(),
                [user] => item_phone::ListPath::users(user),
                _ => asked.misfit(),
            };
            asked.query().fold(item_phone::list(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$filter" => request.filter(&value),
                    "$orderby" => request.order_by_named(value.split(',')),
                    "$select" => request.select_named(value.split(',')),
                    "$skip" => request.skip(number(&value)),
                    "$top" => request.top(number(&value)),
                    _ => request,
                }
            })
        }),
        entry::<item_phone::Update>(|client, asked| {
            let at = match &asked.values[..] {
                [phone] => item_phone::UpdatePath::me(phone),
                [user, phone] => item_phone::UpdatePath::users(user, phone),
                _ => asked.misfit(),
            };
            item_phone::update(client, at, asked.body())
        }),
    ]
}

fn of_phone_authentication_method() -> Vec<Entry> {
    vec![
        entry::<phone_authentication_method::Delete>(|client, asked| {
            let at = match &asked.values[..] {
                [method] => phone_authentication_method::DeletePath::me(method),
                [user, method] => phone_authentication_method::DeletePath::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::delete(client, at)
        }),
        entry::<phone_authentication_method::DisableSmsSignIn>(|client, asked| {
            use phone_authentication_method::DisableSmsSignInPath as Path;
            let at = match &asked.values[..] {
                [method] => Path::me(method),
                [user, method] => Path::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::disable_sms_sign_in(client, at)
        }),
        entry::<phone_authentication_method::EnableSmsSignIn>(|client, asked| {
            use phone_authentication_method::EnableSmsSignInPath as Path;
            let at = match &asked.values[..] {
                [method] => Path::me(method),
                [user, method] => Path::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::enable_sms_sign_in(client, at)
        }),
        entry::<phone_authentication_method::Get>(|client, asked| {
            let at = match &asked.values[..] {
                [method] => phone_authentication_method::GetPath::me(method),
                [user, method] => phone_authentication_method::GetPath::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::get(client, at)
        }),
        entry::<phone_authentication_method::Update>(|client, asked| {
            let at = match &asked.values[..] {
                [method] => phone_authentication_method::UpdatePath::me(method),
                [user, method] => phone_authentication_method::UpdatePath::users(user, method),
                _ => asked.misfit(),
            };
            phone_authentication_method::update(client, at, asked.body())
        }),
    ]
}

fn of_phones() -> Vec<Entry> {
    vec![entry::<phones::Update>(|client, asked| match &asked.values[..] {
        [user] => phones::update(client, user, asked.body()),
        _ => asked.misfit(),
    })]
}
