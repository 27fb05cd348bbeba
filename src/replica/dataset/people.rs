//! The ten users.

use super::super::value::Row;
use super::text::Writer;

/// How many users there are.
pub(super) const COUNT: u32 = KNOWN.len() as u32;

/// Name, username and company: the only text of JSONPlaceholder's that the replica keeps, because
/// links, lessons and programs look users up by it.
#[rustfmt::skip]
const KNOWN: [(&str, &str, &str); 10] = [
    ("Leanne Graham", "Bret", "Romaguera-Crona"),
    ("Ervin Howell", "Antonette", "Deckow-Crist"),
    ("Clementine Bauch", "Samantha", "Romaguera-Jacobson"),
    ("Patricia Lebsack", "Karianne", "Robel-Corkery"),
    ("Chelsey Dietrich", "Kamren", "Keebler LLC"),
    ("Mrs. Dennis Schulist", "Leopoldo_Corkery", "Considine-Lockman"),
    ("Kurtis Weissnat", "Elwyn.Skiles", "Johns Group"),
    ("Nicholas Runolfsdottir V", "Maxime_Nienow", "Abernathy Group"),
    ("Glenna Reichert", "Delphine", "Yost and Sons"),
    ("Clementina DuBuque", "Moriah.Stanton", "Hoeger LLC"),
];

/// The rest of a user's row. Hosts and telephone numbers are of the kinds set aside for examples
/// (RFC 2606; 555-0100 to 555-0199), so that nobody's own can turn up.
pub(super) fn describe(row: Row, id: u32, writer: &mut Writer) -> Row {
    let (name, username, company) = KNOWN[(id as usize - 1) % KNOWN.len()];
    let website = username.to_ascii_lowercase().replace('_', "-") + ".example.com";
    let (area, line) = (writer.digits(3), writer.digits(2));
    row.with("name", name)
        .with("username", username)
        .with("email", format!("hello@{website}"))
        .with("address", address(writer))
        .with(
            "phone",
            format!("1-{area}-555-01{line}"),
        )
        .with("website", website)
        .with(
            "company",
            describe_company(company, writer),
        )
}

fn address(writer: &mut Writer) -> Row {
    let (flat, zip, box_number) = (
        writer.digits(2),
        writer.digits(5),
        writer.digits(4),
    );
    let geo = Row::default()
        .with("lat", writer.degrees(70))
        .with("lng", writer.degrees(180));
    Row::default()
        .with("street", writer.fill("{street} {way}"))
        .with("suite", format!("Flat {flat}"))
        .with("city", writer.fill("{town}"))
        .with("zipcode", format!("{zip}-{box_number}"))
        .with("geo", geo)
}

fn describe_company(name: &str, writer: &mut Writer) -> Row {
    let phrase = writer.sentence("{manner} {goods} for {crowd}");
    Row::default()
        .with("name", name)
        .with("catchPhrase", phrase)
        .with(
            "bs",
            writer.fill("{effort} {goods} for {crowd}"),
        )
}
