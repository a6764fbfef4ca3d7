use client::reader::GetPath;

pub fn witness() -> GetPath {
    GetPath::readers("1")
}
