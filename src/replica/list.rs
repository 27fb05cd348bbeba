//! Which rows of a collection a query asks for, and in which order.
//!
//! Rows stay ids until the last moment: a page of photos never makes the other 4,990.

use std::collections::BinaryHeap;

use super::dataset::Resource;
use super::query::{Param, Query};
use super::value::{Field, Native};

/// The ids of the rows asked for, in the order asked for: filtered, then sorted, then cut.
pub(super) fn ids(resource: Resource, query: &Query) -> Vec<u32> {
    let filters: Vec<_> = query
        .params()
        .iter()
        .filter(|param| is_known(resource, param))
        .collect();
    let ids = (1..=resource.count())
        .filter(|&id| filters.iter().all(|param| holds(resource, id, param)))
        .collect();
    let ids = sorted(resource, query, ids);
    match cut(query, ids.len()) {
        Some(range) => ids[range].to_vec(),
        None => ids,
    }
}

/// A key that no row has is ignored, the server's own keys among them. All rows of a collection
/// have the same fields, so the first speaks for all.
fn is_known(resource: Resource, param: &Param) -> bool {
    let path = match param.bracketed {
        // `address[planet]` is known by its first part, and then matches nothing.
        true => param.path.split('.').next().unwrap_or_default(),
        false => &param.path,
    };
    resource.at(1, path).is_some()
}

/// Whether the row has one of the values asked for.
fn holds(resource: Resource, id: u32, param: &Param) -> bool {
    let Some(field) = resource.at(id, &param.path) else {
        return false;
    };
    match (param.bracketed, param.values.as_slice()) {
        (false, values) => values.iter().any(|value| Native::of(value).is(&field)),
        (true, [value]) => Native::Text(value).is(&field),
        // The server would have the field be this list.
        (true, _) => false,
    }
}

/// `_sort` takes one field, or the steps of a path as repeated keys; `_order` knows nothing but
/// `DESC`. Rows without the field stay in the order of their ids, and `DESC` turns them round like
/// any others.
fn sorted(resource: Resource, query: &Query, ids: Vec<u32>) -> Vec<u32> {
    let path = query.all("_sort").join(".");
    if path.is_empty() {
        return ids;
    }
    let ranked = ids.into_iter().map(|id| (rank(resource.at(id, &path)), id));
    // A heap, because its code is an eighth of `sort`'s; ids decide between equal ranks.
    let sorted = ranked.collect::<BinaryHeap<_>>().into_sorted_vec();
    let ids = sorted.into_iter().map(|(_, id)| id);
    match query.all("_order") == ["DESC"] {
        true => ids.rev().collect(),
        false => ids.collect(),
    }
}

/// What a field is sorted by. The values of one field are of one type; objects are all alike.
fn rank(field: Option<Field>) -> (u32, String) {
    match field {
        Some(Field::Number(number)) => (number, String::new()),
        Some(Field::Flag(flag)) => (u32::from(flag), String::new()),
        Some(Field::Text(text)) => (0, text),
        Some(Field::Row(_) | Field::Rows(_)) | None => (0, String::new()),
    }
}

/// The stretch of a list that `_page`, `_start`, `_end` and `_limit` ask for, if they ask for one.
/// `_page` wins over the others but `_limit`, `_end` over `_limit`; `_start` alone asks for
/// nothing.
fn cut(query: &Query, length: usize) -> Option<std::ops::Range<usize>> {
    let limit = query.whole("_limit");
    if let Some(page) = query.whole("_page") {
        let page = page.filter(|&page| page >= 1).unwrap_or(1);
        let size = limit.flatten().filter(|&size| size != 0).unwrap_or(10);
        return Some(slice(
            (page - 1) * size,
            page * size,
            length,
        ));
    }
    let start = query.whole("_start").flatten().unwrap_or(0);
    let end = match (query.whole("_end"), limit) {
        (Some(end), _) => end.unwrap_or(0),
        (None, Some(limit)) => limit.map_or(0, |limit| start + limit),
        (None, None) => return None,
    };
    Some(slice(start, end, length))
}

/// As JavaScript's `slice` counts: what is below zero counts from the end.
fn slice(start: i64, end: i64, length: usize) -> std::ops::Range<usize> {
    let length = length as i64;
    let place = |at: i64| if at < 0 { at + length } else { at }.clamp(0, length) as usize;
    place(start)..place(end).max(place(start))
}
