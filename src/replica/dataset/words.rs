//! The words that fill the slots of [`lines`](super::lines).
//!
//! Any word of a list fits any line: topics are plural, lessons are singular or nouns in `-ing`,
//! places and times are phrases, and people, towns and things stand alone.

pub(super) const TOPICS: &[&str] = &[
    "night trains",
    "small gardens",
    "rainy Sundays",
    "old maps",
    "window seats",
    "shared kitchens",
    "paper tickets",
    "city bikes",
    "second drafts",
    "short meetings",
    "mountain huts",
    "lazy futures",
    "warm caches",
    "early ferries",
    "borrowed books",
    "handwritten lists",
    "quiet libraries",
    "corner bakeries",
    "slow stews",
    "open windows",
    "long walks",
    "street markets",
    "sourdough starters",
    "background tasks",
];

pub(super) const LOOKS: [&str; 10] = [
    "a red",
    "an old",
    "a striped",
    "one lonely",
    "a borrowed",
    "the last",
    "a half-painted",
    "my favourite",
    "a tiny",
    "our neighbour's",
];

pub(super) const THINGS: [&str; 16] = [
    "kettle",
    "bicycle",
    "rowing boat",
    "umbrella",
    "teapot",
    "suitcase",
    "garden bench",
    "lamp",
    "ladder",
    "music box",
    "garden gate",
    "doorbell",
    "radio",
    "wall clock",
    "typewriter",
    "picture frame",
];

const LESSONS: &[&str] = &[
    "patience",
    "good timing",
    "taking turns",
    "waiting well",
    "asking early",
    "letting go",
    "small steps",
    "paying attention",
    "keeping notes",
    "starting late",
    "doing two things at once",
    "sharing the work",
    "knowing when to stop",
    "trusting the oven",
];

const PLACES: &[&str] = &[
    "in the kitchen",
    "on the train",
    "by the window",
    "at the market",
    "in the garden",
    "on the balcony",
    "by the harbour",
    "in the hills",
    "at the corner table",
    "in a borrowed flat",
    "at the ferry dock",
    "on the back steps",
    "in the library",
    "under a striped awning",
];

const TIMES: &[&str] = &[
    "before breakfast",
    "on Sunday mornings",
    "after lunch",
    "in the evening",
    "late at night",
    "in spring",
    "between two meetings",
    "while the kettle boils",
    "when it rains",
    "once a week",
    "on the way home",
    "at first light",
    "during the holidays",
    "before the shops open",
];

const FRIENDS: &[&str] = &[
    "Nora", "Ilse", "Tomas", "Amara", "Jonas", "Priya", "Mateo", "Wren", "Linus", "Freya", "Samir",
    "Odette",
];

const CITIES: &[&str] = &[
    "Porto", "Oslo", "Kyoto", "Ghent", "Lima", "Bergen", "Tallinn", "Galway", "Cusco", "Lucca",
    "Hobart", "Riga",
];

const STREETS: &[&str] = &[
    "Juniper", "Harbour", "Orchard", "Lantern", "Mill", "Chapel", "Meadow", "Saddler", "Willow",
    "Copper",
];

const WAYS: &[&str] = &["Lane", "Street", "Road", "Terrace", "Walk"];

const TOWNS: &[&str] = &[
    "Northhaven",
    "Elmsworth",
    "Ferrydale",
    "Quillbury",
    "Ambleford",
    "Marrowgate",
    "Pinefield",
    "Saltmere",
];

const MANNERS: &[&str] = &["calm", "honest", "sturdy", "careful", "simple"];

const GOODS: &[&str] = &[
    "timetables",
    "kitchens",
    "tools",
    "maps",
    "parcels",
    "bicycles",
];

const CROWDS: &[&str] = &[
    "busy families",
    "night owls",
    "small shops",
    "long journeys",
    "curious teams",
];

const EFFORTS: &[&str] = &["deliver", "mend", "share", "design", "sort"];

/// What an unknown slot is filled with; the tests see to it that there is none.
pub(super) const NONE: &[&str] = &["…"];

/// The words for a slot. `{topic}` is not among them: a row keeps to one.
pub(super) fn of(slot: &str) -> &'static [&'static str] {
    match slot {
        "lesson" => LESSONS,
        "place" => PLACES,
        "time" => TIMES,
        "friend" => FRIENDS,
        "city" => CITIES,
        "thing" => &THINGS,
        "street" => STREETS,
        "way" => WAYS,
        "town" => TOWNS,
        "manner" => MANNERS,
        "goods" => GOODS,
        "crowd" => CROWDS,
        "effort" => EFFORTS,
        _ => NONE,
    }
}
