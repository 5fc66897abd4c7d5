//! Telling somebody something: one request to an address that a place gave, judged like any other.

use reqwest::header::HOST;
use tokio::time::Instant;

use super::gate::{self, Door, Scheme};
use super::{Client, cause, with_scheme};
use crate::resource::{Answer, Rule, Unreachable};

/// What came of a [`Client::post`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Posted {
    /// The other side answered with this status. What else it said was not read.
    Answered(u16),
    /// Nothing was sent: the address is not one that may be reached.
    Refused(Rule),
    /// No answer came.
    Unreachable(Unreachable),
}

impl Client {
    /// Sends `body` to an address, with these headers besides what every request has. No redirect is followed: what was
    /// meant for one address is not told to another. The answer's body is not read.
    pub async fn post(&self, address: &crate::name::Url, headers: &[(&str, &str)], body: Vec<u8>) -> Posted {
        let Ok(url) = url::Url::parse(address.as_str()) else { return Posted::Unreachable(Unreachable::Broken) };
        let inner = &self.0;
        let door = match gate::judge(&inner.policy, &url, Scheme::Any) {
            Ok(door) => door,
            Err(rule) => return Posted::Refused(rule),
        };
        let _turn = inner.queue(&url).await;
        let deadline = Instant::now() + inner.policy.total;
        let mut request = match door {
            Door::Public => inner.public.post(url),
            Door::Local => inner.local.post(url),
            Door::StandIn(socket) => {
                let mut there = with_scheme(&url, "http");
                if there.set_ip_host(socket.ip()).is_err() || there.set_port(Some(socket.port())).is_err() {
                    return Posted::Unreachable(Unreachable::Broken);
                }
                inner.local.post(there).header(HOST, gate::authority(&url))
            }
        };
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        match tokio::time::timeout_at(deadline, request.body(body).send()).await {
            Err(_) => Posted::Unreachable(Unreachable::Timeout),
            Ok(Ok(response)) => Posted::Answered(response.status().as_u16()),
            Ok(Err(error)) => match cause::of(&error) {
                Answer::Refused(rule) => Posted::Refused(rule),
                Answer::Unreachable(why) => Posted::Unreachable(why),
                _ => Posted::Unreachable(Unreachable::Broken),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;
    use crate::http::HttpPolicy;

    fn client(allow_local: bool) -> Client {
        Client::new(HttpPolicy { allow_local, ..HttpPolicy::default() }).unwrap()
    }

    #[tokio::test]
    async fn what_is_sent_arrives_once_and_no_redirect_is_followed() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let there = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = Vec::new();
            let mut buffer = [0; 4096];
            while !heard.ends_with(b"{\"a\":1}") {
                let read = stream.read(&mut buffer).unwrap();
                heard.extend_from_slice(&buffer[..read]);
            }
            stream.write_all(b"HTTP/1.1 307 Over there\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n").unwrap();
            String::from_utf8(heard).unwrap()
        });
        let url = crate::name::Url::parse(&format!("http://127.0.0.1:{port}/hook")).unwrap();
        assert_eq!(client(false).post(&url, &[], Vec::new()).await, Posted::Refused(Rule::PrivateAddress));
        let posted = client(true).post(&url, &[("webhook-id", "x")], b"{\"a\":1}".to_vec()).await;
        assert_eq!(posted, Posted::Answered(307));
        let heard = there.join().unwrap();
        assert!(heard.starts_with("POST /hook HTTP/1.1\r\n") && heard.contains("webhook-id: x\r\n"), "{heard}");
    }
}
