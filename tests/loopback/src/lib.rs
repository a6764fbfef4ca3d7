//! An HTTP/1.1 server for tests, on loopback, that goes wrong when it is told to.
//!
//! It is written by hand because libraries for servers do not let one send half a body. A test gives
//! [`Server::start`] a function from [`Request`] to [`Reply`]; what arrived is in
//! [`Server::requests`].

mod read;
mod reply;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::BufReader;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub use self::reply::{Delivery, Reply};

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// How many came before it.
    pub number: usize,
    /// The method: `GET`.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, out of its chunks if it came in chunks.
    pub body: Vec<u8>,
}

impl Request {
    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The value of a query parameter, as it was sent.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// The value of a header; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| &**value)
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

type Answer = dyn Fn(&Request) -> Reply + Send + Sync;

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// A server on a free port of loopback, which answers with what the function says.
    ///
    /// # Panics
    ///
    /// If loopback has no free port.
    pub async fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let (seen, answer) = (requests.clone(), Arc::new(answer) as Arc<Answer>);
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, seen.clone(), answer.clone()));
            }
        });
        Self { address, requests, task }
    }

    /// Where it is: `http://127.0.0.1:1234`.
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything that arrived so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many requests arrived so far.
    pub fn count(&self) -> usize {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// How many of them had an `Authorization` header.
    pub fn with_token(&self) -> usize {
        let has_token = |request: &&Request| request.header("authorization").is_some();
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .filter(has_token)
            .count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers the requests of one connection until it ends.
async fn serve(socket: TcpStream, seen: Arc<Mutex<Vec<Request>>>, answer: Arc<Answer>) {
    // Head and body are written apart, which without this would wait for each other.
    let _ = socket.set_nodelay(true);
    let mut socket = BufReader::new(socket);
    while let Some(mut request) = read::request(&mut socket).await {
        {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            request.number = seen.len();
            seen.push(request.clone());
        }
        let head_only = request.method == "HEAD";
        if !answer(&request).write(socket.get_mut(), head_only).await {
            return;
        }
    }
}
