//! The data: six resources, each row made from its id alone whenever it is asked for.
//!
//! Counts, ids and relations are JSONPlaceholder's. Of its words only the ten users' names,
//! usernames and companies are kept, as people look users up by them; all other text is ours
//! ([`lines`], [`words`]).

mod lines;
mod people;
mod text;
mod words;

use super::value::{Field, Row};
use text::Writer;

/// A collection of rows, in the order in which the server lists its collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    Posts,
    Comments,
    Albums,
    Photos,
    Users,
    Todos,
}

use Resource::{Albums, Comments, Photos, Posts, Todos, Users};

impl Resource {
    pub(super) const ALL: [Self; 6] = [Posts, Comments, Albums, Photos, Users, Todos];

    /// Its name in a path: the plural.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Posts => "posts",
            Comments => "comments",
            Albums => "albums",
            Photos => "photos",
            Users => "users",
            Todos => "todos",
        }
    }

    /// The name of one of its rows.
    pub(super) fn singular(self) -> &'static str {
        self.name().trim_end_matches('s')
    }

    /// The field by which other rows point at one of these. Nothing points at comments, photos or
    /// todos.
    pub(super) const fn reference(self) -> Option<&'static str> {
        match self {
            Posts => Some("postId"),
            Albums => Some("albumId"),
            Users => Some("userId"),
            Comments | Photos | Todos => None,
        }
    }

    /// Whose rows these belong to, and how many each of those owns.
    pub(super) const fn owner(self) -> Option<(Self, u32)> {
        match self {
            Posts | Albums => Some((Users, 10)),
            Todos => Some((Users, 20)),
            Comments => Some((Posts, 5)),
            Photos => Some((Albums, 50)),
            Users => None,
        }
    }

    /// How many rows there are; their ids run from 1 to this.
    pub(super) const fn count(self) -> u32 {
        match self.owner() {
            Some((owner, each)) => owner.count() * each,
            None => people::COUNT,
        }
    }

    /// The ids of the rows that belong to the owner with this id.
    pub(super) fn ids_of(self, owner: Resource, id: u32) -> std::ops::Range<u32> {
        match self.owner() {
            Some((theirs, each)) if theirs == owner && (1..=owner.count()).contains(&id) => {
                (id - 1) * each + 1..id * each + 1
            }
            _ => 0..0,
        }
    }

    /// The row with this id, if there is one.
    pub(super) fn find(self, id: u32) -> Option<Row> {
        (1..=self.count()).contains(&id).then(|| self.row(id))
    }

    /// The value at a dotted path in the row with this id, which must exist. Ids and owners are
    /// worked out without making the row: an album's photos are found without writing 5,000 titles.
    pub(super) fn at(self, id: u32, path: &str) -> Option<Field> {
        if path == "id" || self.owner_field() == Some(path) {
            return self.numbers(id).get(path).cloned();
        }
        self.row(id).at(path).cloned()
    }

    /// The row with this id, which must exist.
    pub(super) fn row(self, id: u32) -> Row {
        let row = self.numbers(id);
        // A comment speaks of what its post speaks of.
        let topic = match self.owner() {
            Some((Posts, each)) => owner_of(id, each),
            _ => id,
        };
        let mut writer = Writer::new(self as u32, id, topic);
        match self {
            Users => people::describe(row, id, &mut writer),
            Posts => row
                .with("title", writer.post_title())
                .with("body", writer.post_body()),
            Comments => row
                .with("name", writer.comment_name())
                .with("email", writer.email())
                .with("body", writer.comment_body()),
            Albums => row.with("title", writer.album_title()),
            Photos => photo(row, &mut writer),
            Todos => row.with("title", writer.todo_title()).with(
                "completed",
                Field::Flag(writer.chance(45)),
            ),
        }
    }

    /// The start of a row: whose it is, and its id.
    fn numbers(self, id: u32) -> Row {
        let row = match (self.owner(), self.owner_field()) {
            (Some((_, each)), Some(field)) => Row::default().with(field, owner_of(id, each)),
            _ => Row::default(),
        };
        row.with("id", id)
    }

    fn owner_field(self) -> Option<&'static str> {
        self.owner().and_then(|(owner, _)| owner.reference())
    }
}

/// Rows are dealt out in order, `each` to an owner.
const fn owner_of(id: u32, each: u32) -> u32 {
    (id - 1) / each + 1
}

/// The address is never loaded: its end is a colour to draw in the picture's place.
fn photo(row: Row, writer: &mut Writer) -> Row {
    let colour = writer.colour();
    let url = |host| [host, colour.as_str()].concat();
    row.with("title", writer.photo_title())
        .with("url", url("https://example.com/600/"))
        .with(
            "thumbnailUrl",
            url("https://example.com/150/"),
        )
}

#[cfg(test)]
mod tests;
