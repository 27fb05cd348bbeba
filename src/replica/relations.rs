//! `_embed` and `_expand`: rows within rows.

use std::borrow::Cow;

use super::dataset::Resource;
use super::query::Query;
use super::value::{Field, Row};

/// The row with what the query wants in it.
pub(super) fn related(resource: Resource, mut row: Row, query: &Query) -> Row {
    for name in query.all("_embed") {
        embed(resource, &mut row, name);
    }
    for name in query.all("_expand") {
        expand(&mut row, name);
    }
    row
}

/// Puts the rows that belong to this one into it. The server does so for any name at all: what it
/// does not know, or what does not belong here, becomes an empty list, even in the place of a real
/// field.
fn embed(resource: Resource, row: &mut Row, name: &str) {
    let id = row.number("id").unwrap_or(0);
    let children = Resource::ALL
        .into_iter()
        .find(|child| child.name() == name)
        .map_or_else(Vec::new, |child| {
            child.ids_of(resource, id).map(|id| child.row(id)).collect()
        });
    row.set(
        Cow::Owned(name.to_owned()),
        Field::Rows(children),
    );
}

/// Puts the row that this one points at into it: `user` by way of `userId`. The plural is known
/// too, but no field is called `usersId`: nothing is found, and what stood under that name goes.
fn expand(row: &mut Row, name: &str) {
    let Some(owner) = Resource::ALL
        .into_iter()
        .find(|owner| owner.singular() == name || owner.name() == name)
    else {
        return;
    };
    let found = row
        .number(&format!("{name}Id"))
        .and_then(|id| owner.find(id));
    match found {
        Some(found) => row.set(
            Cow::Borrowed(owner.singular()),
            Field::Row(found),
        ),
        None => row.remove(name),
    }
}
