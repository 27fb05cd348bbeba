//! From a path to the rows it asks for.

use super::dataset::Resource;
use super::query::{Query, decoded};
use super::value::{Field, Native, Row};
use super::{list, relations};

/// Why there are no rows to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No such path, or no row of that id.
    NotFound,
    /// A percent sign in the path that stands for nothing. The server fails at it.
    Undecodable,
}

/// Answers one read.
pub(super) fn answer(path: &str, query: &str) -> Result<Field, Refusal> {
    let mut query = Query::parse(query);
    if path.trim_end_matches('/').eq_ignore_ascii_case("/db") && !path.ends_with("//") {
        return Ok(database());
    }
    match nested(path) {
        Some(parts) => {
            let [owner, id, child] = parts.map(|part| decoded(part).ok_or(Refusal::Undecodable));
            narrow(&mut query, &owner?, &id?);
            // The server reads what was encoded in the last part as a path of its own.
            let child = format!("/{}", child?);
            let end = child.find(['?', '#']).unwrap_or(child.len());
            read(&child[..end], &query)
        }
        None => read(path, &query),
    }
}

/// Everything, as `/db` has it.
fn database() -> Field {
    let collections = Resource::ALL
        .into_iter()
        .fold(Row::default(), |all, resource| {
            let rows = (1..=resource.count()).map(|id| resource.row(id)).collect();
            all.with(resource.name(), Field::Rows(rows))
        });
    Field::Row(collections)
}

/// The three parts of a path such as `/users/1/posts`.
fn nested(path: &str) -> Option<[&str; 3]> {
    let path = path.strip_prefix('/')?;
    let parts: Vec<_> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
    <[&str; 3]>::try_from(parts)
        .ok()
        .filter(|parts| parts.iter().all(|part| !part.is_empty()))
}

/// `/users/1/posts` is `/posts?userId=1`: the server does not look whether there is such a user,
/// nor whether these rows belong to users at all, in which case the key is unknown and everything
/// comes back.
fn narrow(query: &mut Query, owner: &str, id: &str) {
    let reference = Resource::ALL
        .into_iter()
        .find(|resource| owner == resource.name() || owner == resource.singular())
        .and_then(Resource::reference);
    if let Some(reference) = reference {
        query.set(reference, id.to_owned());
    }
}

/// Answers `/users` and `/users/1`.
fn read(path: &str, query: &Query) -> Result<Field, Refusal> {
    let (resource, rest) = resource_of(path).ok_or(Refusal::NotFound)?;
    if matches!(rest, "" | "/") {
        let rows = list::ids(resource, query)
            .into_iter()
            .map(|id| relations::related(resource, resource.row(id), query))
            .collect();
        return Ok(Field::Rows(rows));
    }
    let id = id_of(rest).ok_or(Refusal::NotFound)?;
    let id = decoded(id).ok_or(Refusal::Undecodable)?;
    Native::of(&id)
        .id()
        .and_then(|id| resource.find(id))
        .map(|row| Field::Row(relations::related(resource, row, query)))
        .ok_or(Refusal::NotFound)
}

/// The collection that a path begins with, in any case of its letters, and what follows it. The
/// server takes one slash too many behind the name: `/users//1` is user 1.
fn resource_of(path: &str) -> Option<(Resource, &str)> {
    let path = path.strip_prefix('/')?;
    let (name, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    let resource = Resource::ALL
        .into_iter()
        .find(|resource| resource.name().eq_ignore_ascii_case(name))?;
    let rest = if rest.starts_with("//") {
        &rest[1..]
    } else {
        rest
    };
    Some((resource, rest))
}

/// The single part between a slash and, it may be, another.
fn id_of(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('/')?;
    let id = rest.strip_suffix('/').unwrap_or(rest);
    (!id.is_empty() && !id.contains('/')).then_some(id)
}
