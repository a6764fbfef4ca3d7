use client::member::GetPath;

pub fn witness() -> GetPath {
    GetPath::readers("1")
}
