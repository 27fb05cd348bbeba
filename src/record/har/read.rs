//! Reads a HAR of any program.

use serde_json::Value as Json;
use std::collections::HashMap;

use super::super::date::{self, Moment};
use super::super::reader::{At, Result, parse};
use super::super::run_file::{self, MOST_SPANS};
use super::super::{LaneState, Record, Run};
use super::address::cut;
use super::entry::{body, span};
use crate::trace::{Span, SpanId, Trace};

/// The most pages that are read.
const MOST_PAGES: usize = 50;

/// The longest title that is kept, in characters.
const LONGEST_TITLE: usize = 200;

/// Reads a HAR: a run a page, and one of what belongs to no page.
///
/// # Errors
/// What cannot be read, and where.
pub fn read(text: &str) -> Result<Record> {
    read_json(&parse(text)?)
}

/// As [`read`], of parsed JSON.
///
/// # Errors
/// As [`read`].
pub fn read_json(json: &Json) -> Result<Record> {
    let top = At::top(json);
    let log = top.at("log")?;
    let entries = log.at("entries")?;
    let pages = log.maybe("pages")?;
    let groups = groups(pages.as_ref(), &entries)?;
    if groups.is_empty() {
        return Err(entries.bad("there is no request to show."));
    }
    let mut record = Record::default();
    let mut starts = Vec::new();
    for group in &groups {
        let (run, start) = group.run()?;
        record.runs.push(run);
        starts.push(start);
        for entry in &group.entries {
            record.bodies.extend(body(entry)?);
        }
    }
    record.started = date::write(starts.into_iter().min().unwrap_or_default());
    Ok(record)
}

/// The entries of a page, or of none.
struct Group<'a> {
    id: String,
    title: String,
    page: Option<At<'a>>,
    entries: Vec<At<'a>>,
}

/// The pages that have requests or were runs of ours, and what belongs to none of them.
fn groups<'a>(pages: Option<&'a At<'a>>, entries: &'a At<'a>) -> Result<Vec<Group<'a>>> {
    let mut groups = Vec::new();
    let mut places = HashMap::new();
    if let Some(pages) = pages {
        for page in pages.list(MOST_PAGES)? {
            let group = Group::of(page)?;
            if places.insert(group.id.clone(), groups.len()).is_some() {
                return Err(page.at("id")?.bad("another page has this id."));
            }
            groups.push(group);
        }
    }
    groups.push(Group::without_page(&groups));
    let none = groups.len() - 1;
    for entry in entries.list((MOST_PAGES + 1) * MOST_SPANS)? {
        let page = match entry.maybe("pageref")? {
            Some(page) => places.get(page.text()?),
            None => None,
        };
        let group = &mut groups[page.copied().unwrap_or(none)];
        if group.entries.len() == MOST_SPANS {
            return Err(entry.bad(format!(
                "up to {MOST_SPANS} requests of a page are read."
            )));
        }
        group.entries.push(entry);
    }
    groups.retain(|group| !group.entries.is_empty() || group.is_ours());
    Ok(groups)
}

impl<'a> Group<'a> {
    fn of(page: At<'a>) -> Result<Self> {
        let id = page.at("id")?.text()?.to_owned();
        let title = match page.maybe("title")? {
            Some(title) => title.text()?,
            None => "",
        };
        // On the page it is one line.
        let title = title.replace(char::is_control, " ");
        let title = if title.trim().is_empty() { &id } else { &title };
        Ok(Self {
            title: cut(title, LONGEST_TITLE),
            id,
            page: Some(page),
            entries: Vec::new(),
        })
    }

    /// The one without a page, with an id that none of `pages` has.
    fn without_page(pages: &[Self]) -> Self {
        let mut id = "requests".to_owned();
        while pages.iter().any(|page| page.id == id) {
            id.push('-');
        }
        let title = if pages.is_empty() {
            "Requests"
        } else {
            "Requests of no page"
        };
        Self {
            id,
            title: title.into(),
            page: None,
            entries: Vec::new(),
        }
    }

    /// Whether this program wrote all of it.
    fn is_ours(&self) -> bool {
        let has = |at: &At, key| at.json().get(key).is_some();
        self.page.is_some_and(|page| has(&page, "_run"))
            && self.entries.iter().all(|entry| has(entry, "_span"))
    }

    /// It as a run, and the moment that its times count from.
    fn run(&self) -> Result<(Run, Moment)> {
        match self.page {
            Some(page) if self.is_ours() => {
                let run = self.our_run(&page.at("_run")?)?;
                Ok((run, moment(&page)?))
            }
            _ => self.foreign_run(),
        }
    }

    fn our_run(&self, run: &At) -> Result<Run> {
        let spans = self.entries.iter().map(|entry| entry.at("_span"));
        let mut spans: Vec<At> = spans.collect::<Result<_>>()?;
        // Entries are in order of time, requests in the order they were made.
        spans.sort_by_key(|span| span.json().get("id").and_then(Json::as_u64));
        Ok(Run {
            title: self.title.clone(),
            variant: self.id.clone(),
            ..run_file::run(run, &spans)?
        })
    }

    fn foreign_run(&self) -> Result<(Run, Moment)> {
        let starts = self.entries.iter().map(|entry| Ok((moment(entry)?, entry)));
        let mut starts: Vec<_> = starts.collect::<Result<_>>()?;
        starts.sort_by_key(|(start, _)| *start);
        let first = starts.first().map(|(start, _)| *start).unwrap_or_default();
        let spans = starts.iter().enumerate().map(|(id, (start, entry))| {
            span(
                entry,
                SpanId(id as u32),
                start.since(first),
            )
        });
        let spans: Vec<Span> = spans.collect::<Result<_>>()?;
        let end = spans.iter().filter_map(|span| span.ended).max();
        let run = Run {
            variant: self.id.clone(),
            title: self.title.clone(),
            state: LaneState::Done,
            trace: Trace::of_times(spans, None, end),
            ..Run::default()
        };
        Ok((run, first))
    }
}

/// When a page or a request began.
fn moment(at: &At) -> Result<Moment> {
    let date = at.at("startedDateTime")?;
    date::read(date.text()?).ok_or_else(|| date.needs("a date and time with its zone"))
}
