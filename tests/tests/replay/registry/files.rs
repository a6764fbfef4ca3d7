//! Files and folders.

use docmill_graph::drive_item;

use super::{Entry, entry, number};

pub fn entries() -> Vec<Entry> {
    vec![
        entry::<drive_item::Copy>(|client, asked| {
            let at = match &asked.values[..] {
                [item] => drive_item::CopyPath::me(item),
                _ => asked.misfit(),
            };
            drive_item::copy(client, at, asked.body())
        }),
        entry::<drive_item::CreateUploadSession>(|client, asked| {
            use drive_item::CreateUploadSessionPath as Path;
            let at = match (asked.owner(), &asked.values[..]) {
                ("drives", [drive, item]) => Path::drives_by_item_id(drive, item),
                ("me", [folder, name]) => Path::me_by_parent_id_and_file_name(folder, name),
                _ => asked.misfit(),
            };
            drive_item::create_upload_session(client, at, asked.body())
        }),
        entry::<drive_item::Delta>(|client, asked| {
            let at = match &asked.values[..] {
                [] => drive_item::DeltaPath::me(),
                [drive] => drive_item::DeltaPath::drives(drive),
                _ => asked.misfit(),
            };
            asked.query().fold(drive_item::delta(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$top" => request.top(number(&value)),
                    name => request.query(name, &value),
                }
            })
        }),
        entry::<drive_item::GetContent>(|client, asked| {
            let at = match &asked.values[..] {
                [item] => drive_item::GetContentPath::me(item),
                _ => asked.misfit(),
            };
            drive_item::get_content(client, at)
        }),
        entry::<drive_item::ListChildren>(|client, asked| {
            let at = match &asked.values[..] {
                [] => drive_item::ListChildrenPath::me_drive_root(),
                [drive, folder] => drive_item::ListChildrenPath::drives(drive, folder),
                _ => asked.misfit(),
            };
            asked.query().fold(drive_item::list_children(client, at), |request, (name, value)| {
                match name.as_str() {
                    "$orderby" => request.order_by_named(value.split(',')),
                    "$select" => request.select_named(value.split(',')),
                    "$top" => request.top(number(&value)),
                    _ => request,
                }
            })
        }),
        entry::<drive_item::PutContent>(|client, asked| {
            use drive_item::PutContentPath as Path;
            let at = match (asked.owner(), &asked.values[..]) {
                ("drives", [drive, item]) => Path::drives_by_item_id(drive, item),
                ("me", [folder, name]) => Path::me_by_parent_id_and_file_name(folder, name),
                _ => asked.misfit(),
            };
            drive_item::put_content(client, at, asked.body.clone())
        }),
    ]
}
