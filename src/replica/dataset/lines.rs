//! The lines that text is written from. A line may hold slots, `{place}`, that are filled from the
//! list of that name in [`words`](super::words).

/// What a kind of writing has of its own.
pub(super) struct Lines {
    pub(super) titles: &'static [&'static str],
    pub(super) openings: &'static [&'static str],
}

pub(super) const POSTS: Lines = Lines {
    titles: &[
        "What {topic} taught me about {lesson}",
        "In praise of {topic}",
        "Notes on {topic} and {lesson}",
        "Why {topic} are worth the wait",
        "A short guide to {topic}",
        "{topic} and the art of {lesson}",
        "{lesson}: a lesson from {topic}",
        "How we fell in love with {topic}",
        "{topic}, {lesson} and a pot of tea",
        "Five quiet minutes with {topic}",
    ],
    openings: &[
        "I used to hurry past {topic}, and now I plan whole weeks around them.",
        "Most of what I know about {lesson} comes from {topic}.",
        "There is something honest about {topic}, especially {time}.",
        "{friend} asked me why I keep writing about {topic}.",
        "Nobody told me how much I would enjoy {topic} {time}.",
        "It all started {place}, with {topic} and not much of a plan.",
        "People say that {topic} are out of fashion.",
        "We talked about {topic} all the way to {city}.",
        "For a long time {topic} only made me impatient.",
        "If you have never given {topic} a chance, try them {time}.",
    ],
};

pub(super) const COMMENTS: Lines = Lines {
    titles: &[
        "A question about {lesson}",
        "The same here {time}",
        "Thank you for this one",
        "One more thing about {topic}",
        "We tried this {place}",
        "Greetings from {city}",
        "I see {topic} differently",
        "Reading this {place}",
        "A small word on {lesson}",
        "For anyone new to {topic}",
    ],
    openings: &[
        "I read this {place} and missed my stop.",
        "This made my day, thank you.",
        "I am not sure I agree, but I enjoyed it.",
        "My neighbour {friend} says the same about {topic}.",
        "You could have written this about our street.",
        "We have been doing it this way for years.",
        "I sent this to {friend} straight away.",
        "Does it also work {time}?",
        "I never thought of {topic} that way.",
        "Lovely, although I would begin with {lesson}.",
    ],
};

pub(super) const STORIES: &[&str] = &[
    "{friend} brought soup, and we waited {place} until it was cool enough to eat.",
    "The first train left while we were still counting our bags.",
    "Two parcels came at once, and neither of them was ours.",
    "We asked three people the same question, and the last one asked answered first.",
    "{friend} drew a map on a napkin, and it turned out to be right.",
    "The dough needed an hour, so we did everything else meanwhile.",
    "I made a list {place}, lost it, and remembered most of it anyway.",
    "Last week the bus to {city} was late, and the day was better for it.",
    "Half of the work was done by the time I sat down.",
    "We split the errands between four of us and were home an hour early.",
    "The slowest pan decides when dinner is ready, and ours was very slow.",
    "Someone was playing the same song {place}, over and over.",
];

pub(super) const ADVICE: &[&str] = &[
    "Start the slow thing first and let it run.",
    "Write it down {time}, before the day gets loud.",
    "Never wait for two things in a row when you can wait for both at once.",
    "Ask {friend} if you get stuck.",
    "Keep one window open and one hour free.",
    "Do the small part {time} and leave the rest.",
    "Take the scenic way at least once.",
    "Bring a book for the gaps.",
    "Put the kettle on before you open the letter.",
    "When in doubt, do less and finish it.",
];

pub(super) const CLOSINGS: &[&str] = &[
    "I would do it again tomorrow.",
    "That was the whole secret.",
    "Nothing was late, only slower than I had hoped.",
    "It took an hour and felt like ten minutes.",
    "Next time we are taking the ferry.",
    "We are still talking about it.",
    "The rest took care of itself.",
    "It was worth every minute.",
    "I have not looked at a clock since.",
    "Somehow there was cake at the end.",
];

pub(super) const ALBUM_TITLES: &[&str] = &[
    "A weekend in {city}",
    "{city} {time}",
    "Three rainy days in {city}",
    "With {friend} in {city}",
    "The long way to {city}",
    "Postcards from {city}",
    "Our table {place}",
    "One summer in {city}",
    "{topic}, mostly",
    "An afternoon {place}",
];

pub(super) const TODO_TITLES: &[&str] = &[
    "water the lemon tree {time}",
    "book a table in {city}",
    "write back to {friend}",
    "return the borrowed {thing}",
    "plan a weekend in {city}",
    "read a chapter about {topic}",
    "take a long walk {time}",
    "bake bread for {friend}",
    "call {friend} {time}",
    "clean the {thing}",
    "send {friend} a photo from {city}",
    "mend the {thing}",
    "find a better place for the {thing}",
    "look up trains to {city}",
    "leave a note for {friend}",
    "sort the postcards from {city}",
    "draw the {thing}",
    "cook something slow {time}",
    "make a list of {topic}",
    "have tea {place}",
];

/// Every line with slots, for the tests.
#[cfg(test)]
pub(super) fn templates() -> impl Iterator<Item = &'static str> {
    [
        POSTS.titles,
        POSTS.openings,
        COMMENTS.titles,
        COMMENTS.openings,
    ]
    .into_iter()
    .chain([STORIES, ADVICE, CLOSINGS, ALBUM_TITLES, TODO_TITLES])
    .flatten()
    .copied()
}
