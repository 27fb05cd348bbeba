//! The ten users.

use super::super::value::{Field, Row};
use super::text::Writer;

/// How many users there are.
pub(super) const COUNT: u32 = KNOWN.len() as u32;

/// Name, username and company: the only text of JSONPlaceholder's that the replica keeps, because links,
/// lessons and programs look users up by it.
pub(super) const KNOWN: [(&str, &str, &str); 10] = [
    (
        "Leanne Graham",
        "Bret",
        "Romaguera-Crona",
    ),
    (
        "Ervin Howell",
        "Antonette",
        "Deckow-Crist",
    ),
    (
        "Clementine Bauch",
        "Samantha",
        "Romaguera-Jacobson",
    ),
    (
        "Patricia Lebsack",
        "Karianne",
        "Robel-Corkery",
    ),
    (
        "Chelsey Dietrich",
        "Kamren",
        "Keebler LLC",
    ),
    (
        "Mrs. Dennis Schulist",
        "Leopoldo_Corkery",
        "Considine-Lockman",
    ),
    (
        "Kurtis Weissnat",
        "Elwyn.Skiles",
        "Johns Group",
    ),
    (
        "Nicholas Runolfsdottir V",
        "Maxime_Nienow",
        "Abernathy Group",
    ),
    (
        "Glenna Reichert",
        "Delphine",
        "Yost and Sons",
    ),
    (
        "Clementina DuBuque",
        "Moriah.Stanton",
        "Hoeger LLC",
    ),
];

/// The rest of a user's row. Hosts and telephone numbers are of the kinds set aside for examples
/// (RFC 2606; 555-0100 to 555-0199), so that nobody's own can turn up.
pub(super) fn describe(row: Row, id: u32, writer: &mut Writer) -> Row {
    let (name, username, company) = KNOWN[(id as usize - 1) % KNOWN.len()];
    let host = username.to_lowercase().replace('_', "-");
    let phone = format!(
        "1-{}-555-01{}",
        writer.digits(3),
        writer.digits(2)
    );
    row.with("name", Field::Text(name.into()))
        .with("username", Field::Text(username.into()))
        .with(
            "email",
            Field::Text(format!("hello@{host}.example.com")),
        )
        .with("address", Field::Row(address(writer)))
        .with("phone", Field::Text(phone))
        .with(
            "website",
            Field::Text(format!("{host}.example.com")),
        )
        .with(
            "company",
            Field::Row(describe_company(company, writer)),
        )
}

fn address(writer: &mut Writer) -> Row {
    let zipcode = format!(
        "{}-{}",
        writer.digits(5),
        writer.digits(4)
    );
    let geo = Row::default()
        .with("lat", writer.degrees(70))
        .with("lng", writer.degrees(180));
    Row::default()
        .with("street", writer.fill("{street} {way}"))
        .with(
            "suite",
            Field::Text(format!("Flat {}", writer.digits(2))),
        )
        .with("city", writer.fill("{town}"))
        .with("zipcode", Field::Text(zipcode))
        .with("geo", Field::Row(geo))
}

fn describe_company(name: &str, writer: &mut Writer) -> Row {
    Row::default()
        .with("name", Field::Text(name.into()))
        .with(
            "catchPhrase",
            writer.sentence("{manner} {goods} for {crowd}"),
        )
        .with(
            "bs",
            writer.fill("{effort} {goods} for {crowd}"),
        )
}
