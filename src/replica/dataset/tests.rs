//! The table of facts: what JSONPlaceholder's data is, whatever its text.

use std::collections::HashSet;

use serde_json::Value;

use super::*;

fn rows(resource: Resource) -> Vec<Value> {
    (1..=resource.count())
        .map(|id| serde_json::to_value(resource.row(id)).unwrap())
        .collect()
}

/// The fields of a row in their order, with their types; those of inner objects in brackets.
fn shape(field: &Field) -> String {
    match field {
        Field::Number(_) => "number".into(),
        Field::Flag(_) => "flag".into(),
        Field::Text(_) => "text".into(),
        Field::Rows(_) => "rows".into(),
        Field::Row(row) => {
            let inner = row
                .fields()
                .map(|(name, field)| format!("{name} {}", shape(field)));
            format!(
                "({})",
                inner.collect::<Vec<_>>().join(", ")
            )
        }
    }
}

#[test]
fn counts_and_shapes() {
    let user = "(id number, name text, username text, email text, \
        address (street text, suite text, city text, zipcode text, geo (lat text, lng text)), \
        phone text, website text, company (name text, catchPhrase text, bs text))";
    for (resource, count, expected) in [
        (Users, 10, user),
        (
            Posts,
            100,
            "(userId number, id number, title text, body text)",
        ),
        (
            Comments,
            500,
            "(postId number, id number, name text, email text, body text)",
        ),
        (
            Albums,
            100,
            "(userId number, id number, title text)",
        ),
        (
            Photos,
            5000,
            "(albumId number, id number, title text, url text, thumbnailUrl text)",
        ),
        (
            Todos,
            200,
            "(userId number, id number, title text, completed flag)",
        ),
    ] {
        assert_eq!(resource.count(), count, "{resource:?}");
        for id in [1, 2, count / 2, count] {
            let row = Field::Row(resource.find(id).unwrap());
            assert_eq!(
                shape(&row),
                expected,
                "{resource:?} {id}"
            );
        }
        for id in [0, count + 1, u32::MAX] {
            assert_eq!(
                resource.find(id),
                None,
                "{resource:?} {id}"
            );
        }
    }
}

#[test]
fn ids_and_owners() {
    for (resource, owner, field, each) in [
        (Posts, Users, "userId", 10),
        (Comments, Posts, "postId", 5),
        (Albums, Users, "userId", 10),
        (Photos, Albums, "albumId", 50),
        (Todos, Users, "userId", 20),
    ] {
        for (index, row) in rows(resource).iter().enumerate() {
            let id = index as u32 + 1;
            let owner_id = index as u32 / each + 1;
            assert_eq!(
                (&row["id"], &row[field]),
                (&id.into(), &owner_id.into())
            );
            assert!(resource.ids_of(owner, owner_id).contains(&id));
        }
        let owned: u32 = (1..=owner.count())
            .map(|id| resource.ids_of(owner, id).len() as u32)
            .sum();
        assert_eq!(owned, resource.count(), "{resource:?}");
        assert!(resource.ids_of(owner, 0).is_empty());
        assert!(resource.ids_of(owner, owner.count() + 1).is_empty());
        assert!(resource.ids_of(resource, 1).is_empty());
    }
}

#[test]
fn users_are_who_they_are() {
    #[rustfmt::skip]
    let expected = [
        (1, "Leanne Graham", "Bret", "Romaguera-Crona"),
        (2, "Ervin Howell", "Antonette", "Deckow-Crist"),
        (3, "Clementine Bauch", "Samantha", "Romaguera-Jacobson"),
        (4, "Patricia Lebsack", "Karianne", "Robel-Corkery"),
        (5, "Chelsey Dietrich", "Kamren", "Keebler LLC"),
        (6, "Mrs. Dennis Schulist", "Leopoldo_Corkery", "Considine-Lockman"),
        (7, "Kurtis Weissnat", "Elwyn.Skiles", "Johns Group"),
        (8, "Nicholas Runolfsdottir V", "Maxime_Nienow", "Abernathy Group"),
        (9, "Glenna Reichert", "Delphine", "Yost and Sons"),
        (10, "Clementina DuBuque", "Moriah.Stanton", "Hoeger LLC"),
    ];
    for (id, name, username, company) in expected {
        let text = |text: &str| Some(Field::Text(text.into()));
        assert_eq!(Users.at(id, "name"), text(name));
        assert_eq!(Users.at(id, "username"), text(username));
        assert_eq!(
            Users.at(id, "company.name"),
            text(company)
        );
    }
}

#[test]
fn photos_end_in_a_colour_and_are_nobodys() {
    for photo in rows(Photos) {
        let (url, small) = (
            photo["url"].as_str().unwrap(),
            photo["thumbnailUrl"].as_str().unwrap(),
        );
        let colour = url.strip_prefix("https://example.com/600/").unwrap();
        assert_eq!(
            small,
            format!("https://example.com/150/{colour}")
        );
        assert!(
            colour.len() == 6 && colour.bytes().all(|b| b.is_ascii_hexdigit()),
            "{colour}"
        );
    }
}

/// Every text in a row.
fn texts(row: &Row) -> Vec<String> {
    row.fields()
        .flat_map(|(_, field)| match field {
            Field::Text(text) => vec![text.clone()],
            Field::Row(inner) => texts(inner),
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn no_text_is_empty_or_unfinished() {
    for resource in Resource::ALL {
        for text in (1..=resource.count()).flat_map(|id| texts(&resource.row(id))) {
            let finished = text.is_ascii() && !text.is_empty() && !text.contains(['{', '}']);
            assert!(finished, "{resource:?}: {text:?}");
        }
    }
}

#[test]
fn an_owners_rows_differ() {
    for (resource, owner, field) in [
        (Posts, Users, "title"),
        (Comments, Posts, "body"),
        (Albums, Users, "title"),
        (Photos, Albums, "title"),
        (Todos, Users, "title"),
    ] {
        for owner_id in 1..=owner.count() {
            let ids = resource.ids_of(owner, owner_id);
            let count = ids.len();
            let texts: HashSet<_> = ids
                .map(|id| format!("{:?}", resource.at(id, field)))
                .collect();
            assert_eq!(
                texts.len(),
                count,
                "{resource:?} of {owner_id}"
            );
        }
    }
}

#[test]
fn the_same_row_is_the_same_again() {
    for resource in Resource::ALL {
        assert_eq!(
            resource.row(7),
            resource.row(7),
            "{resource:?}"
        );
    }
}

#[test]
fn some_todos_are_done_and_some_are_not() {
    let done = rows(Todos)
        .iter()
        .filter(|todo| todo["completed"] == true)
        .count();
    assert!((70..=110).contains(&done), "{done}");
}
