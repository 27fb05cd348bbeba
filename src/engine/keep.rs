//! Keeps what a source answered, so that a run can be thought through again without another request.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use futures::{StreamExt, stream};

use super::ports::{Request, Response, Transport, Unreachable};

/// The most bytes that are kept of one comparison.
pub const MAX_KEPT: usize = 16 * 1024 * 1024;

/// The body of the last complete answer of 2xx to each URL. Of a refusal the status says it all, and it
/// must not take the place of an answer.
#[derive(Default)]
pub struct Kept {
    answers: RefCell<HashMap<String, Rc<[u8]>>>,
    bytes: Cell<usize>,
    overflowed: Cell<bool>,
}

impl Kept {
    /// The body of the last complete answer to `url`.
    #[must_use]
    pub fn answer(&self, url: &str) -> Option<Rc<[u8]>> {
        self.answers.borrow().get(url).cloned()
    }

    /// Answers that were kept before.
    #[must_use]
    pub fn of(answers: HashMap<String, Rc<[u8]>>) -> Self {
        Self {
            bytes: Cell::new(answers.values().map(|body| body.len()).sum()),
            answers: RefCell::new(answers),
            overflowed: Cell::default(),
        }
    }

    /// All answers, by URL.
    #[must_use]
    pub fn all(&self) -> HashMap<String, Rc<[u8]>> {
        self.answers.borrow().clone()
    }

    /// Whether there was more than [`MAX_KEPT`], so that some answers are missing.
    #[must_use]
    pub fn overflowed(&self) -> bool {
        self.overflowed.get()
    }

    fn keep(&self, url: String, body: Vec<u8>) {
        let mut answers = self.answers.borrow_mut();
        let before = answers.get(&url).map_or(0, |body| body.len());
        let bytes = self.bytes.get() - before + body.len();
        if bytes > MAX_KEPT {
            self.overflowed.set(true);
            return;
        }
        self.bytes.set(bytes);
        answers.insert(url, body.into());
    }
}

/// A source whose answers are kept as they pass.
pub struct Keeping {
    source: Rc<dyn Transport>,
    kept: Rc<Kept>,
}

impl Keeping {
    /// `source`, with its answers kept in `kept`.
    #[must_use]
    pub fn new(source: Rc<dyn Transport>, kept: Rc<Kept>) -> Self {
        Self { source, kept }
    }
}

impl Transport for Keeping {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let (url, kept) = (
            request.url.clone(),
            Rc::clone(&self.kept),
        );
        let sent = self.source.send(request);
        Box::pin(async move {
            let answer = sent.await?;
            let whole = (200..300).contains(&answer.status).then_some((url, kept));
            let state = (answer.body, Vec::new(), whole);
            let body = stream::unfold(
                state,
                move |(mut body, mut so_far, mut whole)| async move {
                    let chunk = body.next().await;
                    match &chunk {
                        Some(Ok(bytes)) => so_far.extend_from_slice(bytes),
                        // What breaks is not kept.
                        Some(Err(_)) => whole = None,
                        None => {
                            if let Some((url, kept)) = whole.take() {
                                kept.keep(url, std::mem::take(&mut so_far));
                            }
                        }
                    }
                    Some((chunk?, (body, so_far, whole)))
                },
            );
            Ok(Response {
                body: body.boxed_local(),
                ..answer
            })
        })
    }

    fn begin(&self, repeat: u32) {
        self.source.begin(repeat);
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::engine::ports::{Pool, Timing};

    /// Answers every request with this status and these chunks.
    struct Chunks(
        u16,
        Vec<Result<&'static str, Unreachable>>,
    );

    impl Transport for Chunks {
        fn send(&self, _: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
            let chunks: Vec<_> = self
                .1
                .iter()
                .map(|chunk| chunk.clone().map(|text| text.as_bytes().to_vec()))
                .collect();
            let status = self.0;
            Box::pin(async move {
                Ok(Response {
                    status,
                    retry_after: None,
                    timing: Timing::Unknown,
                    body: stream::iter(chunks).boxed_local(),
                })
            })
        }
    }

    fn kept_of(
        status: u16,
        chunks: Vec<Result<&'static str, Unreachable>>,
        read: usize,
    ) -> Option<Vec<u8>> {
        let kept = Rc::new(Kept::default());
        let source = Keeping::new(
            Rc::new(Chunks(status, chunks)),
            Rc::clone(&kept),
        );
        let request = Request {
            url: "/a".into(),
            pool: Pool::SHARED,
        };
        block_on(async {
            let mut body = source.send(request).await.unwrap().body;
            for _ in 0..read {
                let _ = body.next().await;
            }
        });
        kept.answer("/a").map(|body| body.to_vec())
    }

    #[test]
    fn a_whole_body_is_kept_and_no_other() {
        assert_eq!(
            kept_of(200, vec![Ok("ab"), Ok("c")], 3),
            Some(b"abc".to_vec())
        );
        assert_eq!(
            kept_of(200, vec![Ok("ab"), Ok("c")], 2),
            None,
            "nobody saw its end"
        );
        assert_eq!(
            kept_of(
                200,
                vec![Ok("ab"), Err(Unreachable::Unexplained)],
                3
            ),
            None
        );
        assert_eq!(kept_of(200, vec![], 1), Some(vec![]));
        assert_eq!(
            kept_of(404, vec![Ok("{}")], 2),
            None,
            "a refusal is no answer"
        );
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let kept = Kept::default();
        kept.keep("/a".into(), vec![0; MAX_KEPT - 10]);
        kept.keep("/b".into(), vec![0; 11]);
        assert!(kept.overflowed() && kept.answer("/b").is_none());
        kept.keep("/a".into(), vec![0; 5]);
        kept.keep("/b".into(), vec![0; 11]);
        assert!(
            kept.answer("/b").is_some(),
            "the second answer took the first one's room"
        );
    }
}
