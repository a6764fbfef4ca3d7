//! What the server answers, and how it goes wrong.

use std::fmt::Write as _;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

/// An answer and how it is delivered.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delivery: Delivery,
}

/// How an answer is delivered.
#[derive(Clone, Copy, Debug, Default)]
pub enum Delivery {
    /// All of it, at once.
    #[default]
    Whole,
    /// So many bytes of the body at a time, with a pause after each.
    Slowly(usize, Duration),
    /// Headers that promise the whole body, so many bytes of it, then a reset.
    ResetAfter(usize),
    /// The connection is reset without an answer.
    Reset,
    /// Nothing at all, until the client goes away.
    Silence,
    /// The body again and again, for as long as the client takes it.
    Endless,
}

impl Reply {
    /// An answer of this status, without a body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), delivery: Delivery::Whole }
    }

    /// 200 with this JSON.
    pub fn json(body: &serde_json::Value) -> Self {
        Self::new(200).header("Content-Type", "application/json").body(body.to_string())
    }

    /// A redirect.
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::new(status).header("Location", to)
    }

    /// A reset connection.
    pub fn reset() -> Self {
        Self::new(0).delivered(Delivery::Reset)
    }

    /// The same answer with another status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets how it is delivered.
    #[must_use]
    pub fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Writes the answer. Says whether the connection goes on.
    pub(crate) async fn write(self, socket: &mut TcpStream, head_only: bool) -> bool {
        self.deliver(socket, head_only).await.unwrap_or(false)
    }

    async fn deliver(self, socket: &mut TcpStream, head_only: bool) -> std::io::Result<bool> {
        match self.delivery {
            Delivery::Reset => {
                socket.set_zero_linger()?;
                return Ok(false);
            }
            Delivery::Silence => {
                let mut nothing = [0];
                let _ = tokio::io::AsyncReadExt::read(socket, &mut nothing).await;
                return Ok(false);
            }
            Delivery::Whole
            | Delivery::Slowly(..)
            | Delivery::ResetAfter(_)
            | Delivery::Endless => {}
        }
        socket.write_all(self.head().as_bytes()).await?;
        if head_only {
            return Ok(true);
        }
        match self.delivery {
            Delivery::Slowly(bytes, pause) => {
                for part in self.body.chunks(bytes.max(1)) {
                    socket.write_all(part).await?;
                    tokio::time::sleep(pause).await;
                }
            }
            Delivery::ResetAfter(bytes) => {
                socket.write_all(self.body.get(..bytes).unwrap_or(&self.body)).await?;
                socket.flush().await?;
                // A reset overtakes what is still on its way; the client is to see these bytes.
                tokio::time::sleep(Duration::from_millis(50)).await;
                socket.set_zero_linger()?;
                return Ok(false);
            }
            Delivery::Endless => loop {
                socket.write_all(&self.body).await?;
            },
            Delivery::Whole | Delivery::Reset | Delivery::Silence => {
                socket.write_all(&self.body).await?;
            }
        }
        Ok(true)
    }

    fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} \r\n", self.status);
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let has_body = !matches!(self.status, 204 | 304);
        if has_body && !matches!(self.delivery, Delivery::Endless) {
            let _ = write!(head, "Content-Length: {}\r\n", self.body.len());
        }
        head + "\r\n"
    }
}
