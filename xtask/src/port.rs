//! The local address the site is served on.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// How long a local server may take over one small answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is to be had at an address.
#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    /// Nobody listens, or not in time.
    None,
    /// The page.
    Page,
    /// Something else, as when the first build failed.
    Other,
}

/// Fails with a word on what to do unless the port can be served on.
pub(crate) fn ensure_free(port: u16) -> Result<()> {
    let address = local(port);
    // Some systems let two programs listen at once, so a listener is looked for too.
    if TcpStream::connect_timeout(&address, PATIENCE).is_ok() {
        bail!(taken(port));
    }
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(taken(port)),
        Err(error) => Err(error).with_context(|| format!("port {port} cannot be served on")),
    }
}

fn taken(port: u16) -> String {
    let other = port.checked_add(1).unwrap_or(8081);
    format!(
        "port {port} is taken by another program. End that one, or choose another port: \
         cargo xtask serve --port {other}"
    )
}

/// Asks the port for its start page.
pub(crate) fn ask(port: u16) -> Answer {
    match status_line(port) {
        Ok(line) if line.split(' ').nth(1) == Some("200") => Answer::Page,
        Ok(line) if line.starts_with("HTTP/") => Answer::Other,
        _ => Answer::None,
    }
}

fn status_line(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&local(port), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let request = format!(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut start = [0; 64];
    let length = stream.read(&mut start)?;
    let text = String::from_utf8_lossy(&start[..length]);
    Ok(text.lines().next().unwrap_or_default().to_string())
}

fn local(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Listens on a port of the system's choice.
    fn listener() -> (TcpListener, u16) {
        let listener = TcpListener::bind(local(0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, port)
    }

    #[test]
    fn a_taken_port_is_named_with_another_to_use() {
        let (_listener, port) = listener();
        let error = ensure_free(port).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("port {port} is taken")),
            "{error}"
        );
        assert!(taken(8080).ends_with("--port 8081"));
        assert!(taken(u16::MAX).ends_with("--port 8081"));
    }

    #[test]
    fn the_status_tells_a_page_from_anything_else() {
        for (answer, expected) in [
            ("HTTP/1.1 200 OK\r\n\r\n", Answer::Page),
            ("HTTP/1.1 404 Not Found\r\n\r\n", Answer::Other),
            ("SSH-2.0-OpenSSH", Answer::None),
        ] {
            let (listener, port) = listener();
            let server = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 256];
                assert!(stream.read(&mut request).unwrap() > 0);
                stream.write_all(answer.as_bytes()).unwrap();
            });
            assert_eq!(ask(port), expected, "{answer}");
            server.join().unwrap();
        }
    }

    #[test]
    fn a_port_nobody_listens_on_is_free_and_silent() {
        let (listener, port) = listener();
        drop(listener);
        assert_eq!(ask(port), Answer::None);
        assert!(ensure_free(port).is_ok());
    }
}
