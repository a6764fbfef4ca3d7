//! A page of messages as a service would send it: no two alike, the same in every run.

use serde_json::{Map, Value, json};

/// How many messages the page has.
pub const COUNT: usize = 1000;

/// The page, as it comes over the wire.
pub fn text() -> String {
    let messages: Vec<Value> = (0..COUNT).map(message).collect();
    let page = json!({
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#users('7')/messages",
        "@odata.nextLink": "https://graph.microsoft.com/beta/users/7/messages?$skip=1000",
        "value": messages,
    });
    page.to_string()
}

/// Properties in the order in which a service sends them; which of them are there, null or unknown
/// to the documentation depends on the number.
fn message(number: usize) -> Value {
    let mut message = Map::new();
    let mut set = |name: &str, value: Value| message.insert(name.to_owned(), value);
    set("@odata.etag", json!(format!("W/\"CQAAABYAAAD{number:06}\"")));
    set("id", json!(format!("AAMkADk0MWI0YTQ5LTFlNzAtNGZk{number:08}LWE5MDMtNmQ4ZjM4AAA=")));
    set("createdDateTime", time(number, 0));
    set("lastModifiedDateTime", time(number, 40));
    set("changeKey", json!(format!("CQAAABYAAAD{number:06}")));
    set(
        "categories",
        if number.is_multiple_of(4) { json!(["Boats", "Récolte"]) } else { json!([]) },
    );
    set("receivedDateTime", time(number, 3));
    set("sentDateTime", if number % 9 == 1 { Value::Null } else { time(number, 2) });
    set("hasAttachments", json!(number.is_multiple_of(3)));
    set("internetMessageId", json!(format!("<{number}.7731@mail.example.com>")));
    let subject = json!(format!("Re: berth {number}, the \"Möwe\" and her rudder"));
    set("subject", if number % 11 == 3 { Value::Null } else { subject });
    set("bodyPreview", json!("Come by whenever you like.\r\nWe close at six, on Sundays at noon."));
    set("importance", json!(["normal", "normal", "high", "low"][number % 4]));
    set("parentFolderId", json!("AAMkADk0MWI0YTQ5LTFlNzAtNGZkAAAAAAEMAAA="));
    set("conversationId", json!(format!("AAQkADk0MWI0{:04}AQAJ", number / 5)));
    set("conversationIndex", json!("AQHcyy0HF0SxmB9yTkG1Yk4x0w=="));
    set("isDeliveryReceiptRequested", if number % 2 == 1 { Value::Null } else { json!(false) });
    set("isReadReceiptRequested", json!(false));
    set("isRead", json!(!number.is_multiple_of(5)));
    set("isDraft", json!(false));
    set("webLink", json!(format!("https://outlook.example.com/owa/?ItemID={number}&exvsurl=1")));
    set("inferenceClassification", json!(["focused", "other"][number % 2]));
    set("body", body(number));
    set("sender", recipient(number));
    set("from", recipient(number));
    set("toRecipients", (0..=number % 3).map(|more| recipient(number + more)).collect());
    set("ccRecipients", (0..number % 5).map(|more| recipient(2 * number + more)).collect());
    set("bccRecipients", json!([]));
    set("replyTo", json!([]));
    set("flag", flag(number));
    if number.is_multiple_of(3) {
        set("mentionsPreview", json!({ "isMentioned": true, "count": number % 7 }));
    }
    if number.is_multiple_of(5) {
        set("unsubscribeData", json!(["mailto:leave@example.com", "https://example.com/leave"]));
        set("unsubscribeEnabled", json!(true));
    }
    Value::Object(message)
}

fn time(number: usize, second: usize) -> Value {
    let (day, hour, minute) = (1 + number % 28, number % 24, number % 60);
    json!(format!("2026-04-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

fn body(number: usize) -> Value {
    let paragraph =
        "<p class=\"MsoNormal\">The rudder is ready; come by whenever you like.</p>\r\n";
    json!({ "contentType": "html", "content": paragraph.repeat(1 + number % 13) })
}

fn recipient(number: usize) -> Value {
    let names = ["Mira Lindqvist", "Tomas Okafor", "Zoë Ångström", "Harbour Workshop"];
    let address = format!("person{}@example.com", number % 97);
    json!({ "emailAddress": { "name": names[number % names.len()], "address": address } })
}

fn flag(number: usize) -> Value {
    if !number.is_multiple_of(6) {
        return json!({ "flagStatus": "notFlagged" });
    }
    let at =
        |day: usize| json!({ "dateTime": format!("2026-05-{day:02}T00:00:00"), "timeZone": "UTC" });
    json!({ "flagStatus": "flagged", "startDateTime": at(1), "dueDateTime": at(1 + number % 28) })
}
