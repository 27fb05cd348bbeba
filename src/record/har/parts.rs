//! The parts of a HAR, as it names them.

use serde::Serialize;

use super::super::run_file::{SpanEntry, VariantEntry};

/// A whole file.
#[derive(Serialize)]
pub(super) struct Har<'a> {
    pub(super) log: Log<'a>,
}

#[derive(Serialize)]
pub(super) struct Log<'a> {
    pub(super) version: &'static str,
    pub(super) creator: Creator,
    pub(super) pages: Vec<Page<'a>>,
    pub(super) entries: Vec<Entry<'a>>,
}

#[derive(Serialize)]
pub(super) struct Creator {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<'a> {
    pub(super) started_date_time: String,
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) page_timings: PageTimings,
    #[serde(rename = "_run")]
    pub(super) run: VariantEntry<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageTimings {
    pub(super) on_content_load: f64,
    pub(super) on_load: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry<'a> {
    pub(super) pageref: &'a str,
    pub(super) started_date_time: String,
    pub(super) time: f64,
    pub(super) request: Request<'a>,
    pub(super) response: Response<'a>,
    pub(super) cache: Empty,
    pub(super) timings: Timings,
    #[serde(rename = "_resourceType")]
    pub(super) resource_type: &'static str,
    #[serde(rename = "_span")]
    pub(super) span: SpanEntry<'a>,
}

#[derive(Serialize)]
pub(super) struct Empty {}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) http_version: &'static str,
    pub(super) headers: [Pair; 0],
    pub(super) query_string: Vec<Pair>,
    pub(super) cookies: [Pair; 0],
    pub(super) headers_size: i8,
    pub(super) body_size: i8,
}

#[derive(Serialize)]
pub(super) struct Pair {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Response<'a> {
    pub(super) status: u16,
    pub(super) status_text: &'static str,
    pub(super) http_version: &'static str,
    pub(super) headers: [Pair; 0],
    pub(super) cookies: [Pair; 0],
    pub(super) content: Content,
    #[serde(rename = "redirectURL")]
    pub(super) redirect_url: &'static str,
    pub(super) headers_size: i8,
    pub(super) body_size: i8,
    /// Why there is no answer, or no whole one.
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Content {
    pub(super) size: u64,
    pub(super) mime_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<&'static str>,
}

/// Milliseconds, one after another; -1 for what was not needed or is not known.
#[derive(Serialize)]
pub(super) struct Timings {
    pub(super) blocked: f64,
    pub(super) dns: f64,
    pub(super) connect: f64,
    pub(super) send: f64,
    pub(super) wait: f64,
    pub(super) receive: f64,
}
