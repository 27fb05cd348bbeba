//! What the data tab has to tell people of an answer.

use crate::shown::{Part, items, part, text, texts};
use serde_json::Value;

/// As many photos as are drawn.
const DRAWN: usize = 500;

/// The parts of a variant's answer, top to bottom.
pub(super) fn parts(experiment: &str, variant: &str, answer: &Value) -> Vec<Part> {
    match experiment {
        "user-with-posts" => vec![user(&answer["user"]), posts(&answer["posts"])],
        "user-dashboard" => vec![
            user(&answer["user"]),
            posts(&answer["posts"]),
            todos(&answer["todos"]),
        ],
        "fastest-posts" => vec![ranked(answer)],
        "user-comments" => vec![
            user(&answer["user"]),
            counts(answer, &["posts", "comments"]),
            comments(&answer["comments"]),
        ],
        "company-details" => company(answer),
        "album-photos" => vec![photos(answer)],
        _ if variant == "per-item" => vec![items(answer)],
        _ => vec![posts(answer)],
    }
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().expect("rows")
}

fn user(user: &Value) -> Part {
    let rows = [
        format!(
            "Company {}, “{}”",
            text(user, "/company/name"),
            text(user, "/company/catchPhrase")
        ),
        format!("City {}", text(user, "/address/city")),
        format!("Mail {}", text(user, "/email")),
        format!("Phone {}", text(user, "/phone")),
    ];
    part("user", name(user), rows.into())
}

fn name(user: &Value) -> String {
    format!(
        "{} @{}",
        text(user, "/name"),
        text(user, "/username")
    )
}

fn posts(posts: &Value) -> Part {
    let titles = texts(rows(posts), "/title");
    part(
        "posts",
        format!("{} posts", titles.len()),
        titles,
    )
}

fn todos(todos: &Value) -> Part {
    let done = |todo: &Value| todo["completed"] == true;
    let row = |todo: &Value| {
        let mark = if done(todo) { "✓done" } else { "○open" };
        format!("{mark}: {}", text(todo, "/title"))
    };
    let todos = rows(todos);
    let count = todos.iter().filter(|todo| done(todo)).count();
    part(
        "todos",
        format!("{} todos, {count} done", todos.len()),
        todos.iter().map(row).collect(),
    )
}

/// A line a user, the one whose posts came first at the top.
fn ranked(answer: &Value) -> Part {
    let row = |user: &Value| {
        let posts = rows(&user["posts"]);
        let first = posts.first().map_or("", |post| text(post, "/title"));
        format!(
            "User {}: {} posts, the first “{first}”",
            user["userId"],
            posts.len()
        )
    };
    part(
        "posts-by-user",
        "In this order",
        rows(answer).iter().map(row).collect(),
    )
}

fn comments(comments: &Value) -> Part {
    let names = texts(rows(comments), "/name");
    part(
        "comments",
        format!("{} comments", names.len()),
        names,
    )
}

fn company(answer: &Value) -> Vec<Part> {
    let users = rows(&answer["users"]);
    let mut counts = counts(answer, &["posts", "todos", "albums"]);
    counts.rows.insert(0, format!("people {}", users.len()));
    let people = part(
        "users",
        format!("{} people", users.len()),
        users.iter().map(name).collect(),
    );
    vec![counts, people]
}

fn counts(answer: &Value, of: &[&str]) -> Part {
    let row = |what: &&str| {
        format!(
            "{what} {}",
            answer[format!("{what}_count")]
        )
    };
    part(
        "counts",
        "",
        of.iter().map(row).collect(),
    )
}

fn photos(photos: &Value) -> Part {
    let mut titles = texts(rows(photos), "/title");
    let heading = format!("{} photos", titles.len());
    titles.truncate(DRAWN);
    part("photos", heading, titles)
}
