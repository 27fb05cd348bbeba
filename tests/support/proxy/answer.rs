//! One request, from its arrival to its answer.

use super::behaviour::Behaviour;
use super::body::{Rest, TrackedBody};
use super::link::Link;
use super::listen::Shared;
use super::record::Exchange;
use super::upstream::Reply;
use bytes::Bytes;
use hyper::header::{CACHE_CONTROL, ETAG, EXPIRES, HeaderMap, HeaderValue, PRAGMA};
use hyper::{Request, Response};
use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

const JSON: &str = "application/json; charset=utf-8";

/// Answers `request` by the rules in force.
pub(crate) async fn answer<B>(
    shared: Arc<Shared>,
    link: Arc<Link>,
    request: Request<B>,
) -> Result<Response<TrackedBody>, Infallible> {
    let exchange = shared.record.begin(&request, &link);
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let (behaviour, touch) = shared.rules.behaviour(path).peeled();
    let delay = sleep(shared.rules.delay(path));
    // At once, so that the delay is what counts and not how busy the real server is.
    let (mut reply, ()) = tokio::join!(
        reply(&shared, &behaviour, &request),
        delay
    );
    if touch.no_cors {
        reply.drop_cors_headers();
    }
    for (name, value) in touch.headers {
        let value = value.parse().expect("a test's own header");
        reply.headers.insert(name, value);
    }
    if shared.rules.allows_timing() {
        reply.headers.insert(
            "timing-allow-origin",
            HeaderValue::from_static("*"),
        );
    }
    make_cacheable(&mut reply.headers);
    Ok(send(reply, &behaviour, exchange).await)
}

/// What would be answered if the way back were clear.
async fn reply<B>(shared: &Shared, behaviour: &Behaviour, request: &Request<B>) -> Reply {
    match behaviour {
        Behaviour::Silent => match pending::<Infallible>().await {},
        // It goes no further: there is nothing to ask for.
        Behaviour::HangUp | Behaviour::Reset => Reply::own(200, JSON, Bytes::new(), request),
        Behaviour::Status(status) => Reply::own(*status, JSON, "{}".into(), request),
        Behaviour::Answer {
            status,
            content_type,
            body,
        } => Reply::own(
            *status,
            content_type,
            body.clone(),
            request,
        ),
        Behaviour::Rewritten(rewrite) => {
            let mut reply = shared.upstream.ask_plainly(request).await;
            reply.body = (rewrite.0)(&reply.body);
            reply
        }
        Behaviour::Endless => Reply::own(200, JSON, " ".into(), request),
        Behaviour::SlowHead(after) => {
            sleep(*after).await;
            shared.upstream.ask(request).await
        }
        Behaviour::Stalled(inner) => Box::pin(reply(shared, inner, request)).await,
        _ => shared.upstream.ask(request).await,
    }
}

/// What becomes of the answer on its way back.
async fn send(reply: Reply, behaviour: &Behaviour, exchange: Exchange) -> Response<TrackedBody> {
    let body = match behaviour {
        Behaviour::HangUp => {
            exchange.hang_up();
            match pending::<Infallible>().await {}
        }
        Behaviour::Reset => {
            exchange.reset();
            match pending::<Infallible>().await {}
        }
        Behaviour::Truncated => TrackedBody::half(reply.body, Rest::Breaks, exchange),
        Behaviour::Stalled(_) => TrackedBody::half(reply.body, Rest::Stalls, exchange),
        Behaviour::Endless => TrackedBody::endless(reply.body, exchange),
        Behaviour::SlowBody(after) => TrackedBody::whole(reply.body, *after, exchange),
        _ => TrackedBody::whole(reply.body, Duration::ZERO, exchange),
    };
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    response
}

/// As the live site has it.
fn make_cacheable(headers: &mut HeaderMap) {
    for name in [PRAGMA, EXPIRES, ETAG] {
        headers.remove(name);
    }
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("max-age=43200"),
    );
}
