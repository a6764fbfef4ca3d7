//! Mail.

use docmill_graph::{message, user};

use super::{Entry, entry, number};

pub fn entries() -> Vec<Entry> {
    vec![
        entry::<message::Delta>(|client, asked| {
            let at = match &asked.values[..] {
                [folder] => message::DeltaPath::me(folder),
                [user, folder] => message::DeltaPath::users(user, folder),
                _ => asked.misfit(),
            };
            asked.query().fold(message::delta(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$select" => request.select_named(value.split(',')),
                    name => request.query(name, &value),
                }
            })
        }),
        entry::<message::Get>(|client, asked| {
            let at = match &asked.values[..] {
                [mail] => message::GetPath::me_messages(mail),
                [user, folder, mail] => message::GetPath::users_mail_folders(user, folder, mail),
                _ => asked.misfit(),
            };
            asked.query().fold(message::get(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$select" => request.select_named(value.split(',')),
                    _ => request,
                }
            })
        }),
        entry::<message::Update>(|client, asked| {
            let at = match &asked.values[..] {
                [mail] => message::UpdatePath::me_messages(mail),
                [user, mail] => message::UpdatePath::users_messages(user, mail),
                _ => asked.misfit(),
            };
            message::update(client, at, asked.body())
        }),
        entry::<user::ListMessages>(|client, asked| {
            let at = match &asked.values[..] {
                [] => user::ListMessagesPath::me_messages(),
                [user, folder] => user::ListMessagesPath::users_mail_folders(user, folder),
                _ => asked.misfit(),
            };
            asked.query().fold(user::list_messages(client, at), |request, (name, value)| match name
                .as_str()
            {
                "$count" => request.count(),
                "$filter" => request.filter(&value),
                "$orderby" => request.order_by_named(value.split(',')),
                "$select" => request.select_named(value.split(',')),
                "$top" => request.top(number(&value)),
                _ => request,
            })
        }),
        entry::<user::SendMail>(|client, asked| {
            let at = match &asked.values[..] {
                [] => user::SendMailPath::me(),
                [user] => user::SendMailPath::users(user),
                _ => asked.misfit(),
            };
            user::send_mail(client, at, asked.body())
        }),
    ]
}
