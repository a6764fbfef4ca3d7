//! Reading requests.

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::Request;

/// The next request of a connection; `None` at its end, or if it is no HTTP.
pub(crate) async fn request(socket: &mut BufReader<TcpStream>) -> Option<Request> {
    let first = line(socket).await?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let line = line(socket).await?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut request = Request { number: 0, method, target, headers, body: Vec::new() };
    if request.header("expect").is_some() {
        socket.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await.ok()?;
    }
    if let Some(length) = request.header("content-length") {
        request.body = exactly(socket, length.parse().ok()?).await?;
    } else if request.header("transfer-encoding").is_some() {
        request.body = chunks(socket).await?;
    }
    Some(request)
}

async fn line(socket: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let count = socket.read_line(&mut line).await.ok()?;
    (count > 0).then(|| line.trim_end().to_owned())
}

async fn exactly(socket: &mut BufReader<TcpStream>, length: usize) -> Option<Vec<u8>> {
    let mut body = vec![0; length];
    socket.read_exact(&mut body).await.ok()?;
    Some(body)
}

async fn chunks(socket: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = usize::from_str_radix(&line(socket).await?, 16).ok()?;
        body.extend(exactly(socket, length).await?);
        line(socket).await?;
        if length == 0 {
            return Some(body);
        }
    }
}
