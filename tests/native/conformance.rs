//! Asks the real server and the replica the same reads and compares what may be compared: status,
//! field names, types, counts, ids in their order, and relations. The text is the replica's own,
//! but for the users' names, usernames and companies.
//!
//! So a read stands here only if what decides its answer is not text of ours: `_sort=username` may,
//! `_sort=title` may not.

use serde_json::{Map, Value};
use tandem::replica::Replica;

use crate::support::server::RealServer;

/// Answers that must be alike.
#[rustfmt::skip]
const READS: &[&str] = &[
    // Collections and rows.
    "/users", "/posts", "/comments", "/albums", "/photos", "/todos", "/db", "/db/",
    "/users/1", "/users/10", "/posts/100", "/comments/500", "/albums/100", "/photos/5000", "/todos/200",
    // Paths that are nearly right.
    "/users/", "/users//", "/users///", "//users", "/users//1", "/users/1/", "/users/1//", "/USERS",
    "/Users/1", "/users/%31", "/users/1%2F2", "/%75sers", "/users;id=1", "/users.json", "/unknown",
    "/unknown/1", "/users/1/unknown", "/users/db", "/users/1/db", "/users/1/posts/2", "/db//", "/DB",
    "/users/%zz", "/users/%E0%A4%A", "/users/%FF/posts", "/unknown/%zz",
    // Ids that are nearly right.
    "/users/0", "/users/11", "/users/-1", "/users/01", "/users/1.0", "/users/1.5", "/users/1e0",
    "/users/+1", "/users/%2B1", "/users/%201", "/users/0x1", "/users/abc", "/users/true", "/users/NaN",
    "/users/99999999999", "/photos/5001", "/users/1?foo=bar&id=2&_limit=0&_page=4",
    // Nested routes.
    "/users/1/posts", "/users/10/todos", "/users/3/albums", "/posts/1/comments", "/albums/7/photos",
    "/users/1/comments", "/posts/1/users", "/users/1/users", "/users/99/posts", "/users/abc/posts",
    "/users/01/posts", "/users/1.0/posts", "/users//posts", "/users/1/posts/", "/user/1/posts",
    "/Users/1/posts", "/users/1/Posts", "/unknown/1/posts", "/post/1/comments",
    "/users/1/posts?userId=2", "/users/1/posts?id=2", "/users/1/posts?id=12", "/users/1/%70osts",
    "/users/1/posts%2F2", "/users/1/posts%3Fid=3", "/users/1/posts?_embed=comments",
    "/users/1/posts?_sort=id&_order=DESC&_limit=3", "/albums/3/photos?_page=2&_limit=20",
    // Filters.
    "/posts?userId=1", "/posts?userId=99", "/posts?userId=1&userId=2", "/posts?userId=1&userId=99",
    "/posts?userId=1&id=10&id=11", "/posts?unknown=1", "/posts?userId=1&unknown=1", "/posts?postId=1",
    "/comments?postId=3&postId=4", "/photos?albumId=3", "/photos?albumId=3&id=101&id=1",
    "/users?id=3", "/users?id=", "/users?id", "/users?id=01", "/users?id=1.0", "/users?id=+1",
    "/users?id=%2B1", "/users?id=1.", "/users?id=.5", "/users?id=-0", "/users?id=true", "/users?id=3?",
    "/users??id=3", "/users?&&id=3&", "/users?id[]=1&id[]=2", "/users?id[0]=1&id[5]=2",
    "/users?id=1&id[]=2", "/users?id%5B%5D=1", "/users?id[a]=1", "/users?id[=1",
    "/users?id=1&id=2&id=3&id=4&id=5&id=6&id=7&id=8&id=9&id=1&id=1&id=1&id=1&id=1&id=1&id=1&id=1&id=1&id=1\
     &id=1&id=1&id=1",
    "/users?username=Bret", "/users?username=bret", "/users?USERNAME=Bret", "/users?username[]=Bret",
    "/users?username=Bret&username=Samantha&id=3", "/users?username=%42ret", "/users?username=Bret%00",
    "/users?username=%E0%A4%A", "/users?name=Leanne+Graham", "/users?name=Leanne%20Graham",
    "/users?name=Leanne%2BGraham", "/users?company.name=Johns+Group",
    "/users?company.name=Johns+Group&username=Bret", "/users?company[name]=Johns%20Group",
    "/users?company[name]=Johns+Group&company[name]=Hoeger+LLC", "/users?company[unknown]=x",
    "/users?company.unknown=x", "/users?unknown[name]=x", "/users?company=x", "/users?address=",
    "/users?address.geo=x", "/users?address.geo.lat=x", "/users?address..city=x", "/users?address.=x",
    "/users?.id=1", "/users?id.=1", "/users?_=123&id=3", "/todos?completed=1", "/todos?completed=yes",
    "/users?toString=1", "/users?__proto__=1",
    // Slices.
    "/users?_limit=3", "/users?_limit=0", "/users?_limit=-2", "/users?_limit=abc", "/users?_limit=",
    "/users?_limit=2.9", "/users?_limit=3x", "/users?_limit=99", "/users?_limit=3&_limit=5",
    "/users?_limit=99999999999999999999", "/users?_start=3", "/users?_start=3&_limit=2",
    "/users?_start=-3&_limit=2", "/users?_start=-3&_limit=9", "/users?_start=20&_limit=2",
    "/users?_start=abc&_limit=2", "/users?_end=3", "/users?_end=0", "/users?_end=-3", "/users?_end=abc",
    "/users?_end=99", "/users?_end=", "/users?_start=2&_end=5", "/users?_start=5&_end=2",
    "/users?_start=-3&_end=9", "/users?_start=-99&_end=2", "/users?_start=20&_end=30",
    "/users?_start=1&_end=5&_limit=1", "/comments?_start=490&_limit=20", "/comments?_start=-5&_end=3",
    // Pages.
    "/posts?_page=1", "/posts?_page=2", "/posts?_page=0", "/posts?_page=-1", "/posts?_page=abc",
    "/posts?_page=", "/posts?_page=10", "/posts?_page=11", "/posts?_page=99999999999999999999999",
    "/posts?_page=2&_limit=7", "/posts?_page=15&_limit=7", "/posts?_page=2&_limit=0",
    "/posts?_page=1&_limit=-5", "/posts?_page=2&_limit=-5", "/posts?_page=1&_limit=abc",
    "/posts?_page=2&_start=5&_end=6", "/posts?_page=1&userId=3", "/users?_page[]=2&_limit=3",
    // Orders.
    "/users?_sort=id", "/users?_sort=id&_order=DESC", "/users?_sort=id&_order=desc",
    "/users?_sort=id&_order=ASC", "/users?_sort=id&_order=up", "/users?_sort=id&_order=",
    "/users?_sort=id&_order=DESC&_order=DESC", "/users?_order=DESC", "/users?_sort=",
    "/users?_sort=username", "/users?_sort=name&_order=DESC", "/users?_sort=company.name",
    "/users?_sort=company&_sort=name", "/users?_sort=username&_sort=id", "/users?_sort[]=username",
    "/users?_sort=unknown", "/users?_sort=unknown&_order=DESC", "/users?_sort=address&_order=DESC",
    "/posts?_sort=userId&_order=DESC", "/posts?_sort=userId&_order=DESC&_limit=3",
    "/comments?_sort=postId&_order=DESC&_start=3&_end=8",
    // Rows within rows.
    "/users/1?_embed=posts", "/users/1?_embed=posts&_embed=todos&_embed=albums", "/users?_embed=posts",
    "/posts?_embed=comments&_limit=3", "/posts/1?_embed[]=comments", "/albums/5?_embed=photos",
    "/posts/1?_embed=unknown", "/posts/1?_embed=albums", "/posts/1?_embed=Comments", "/posts/1?_embed=",
    "/posts/1?_embed=&_embed=comments", "/posts/1?_embed=id", "/posts/1?_embed=id&_embed=comments",
    "/users?_embed=users", "/comments/1?_embed=posts", "/users/99?_embed=posts",
    "/comments/7?_expand=post", "/photos?_expand=album&_limit=2", "/comments/1?_expand=posts",
    "/comments/1?_expand=user", "/comments/1?_expand=unknown", "/comments/1?_expand=Post",
    "/comments/1?_expand=", "/comments/1?_expand=post&_expand=post", "/users/1?_expand=company",
    "/posts/1?_embed=comments&_expand=user", "/posts/1?_embed=userId&_expand=user",
    "/posts/1?_embed=title&_expand=user", "/users/1?_embed=posts&_expand=posts",
    "/users/1?_embed=posts&_expand=post",
    // Everything together.
    "/posts?_embed=comments&_expand=user&userId=10&_sort=id&_order=DESC&_page=2&_limit=4",
];

/// What the server answers with a page or a script, and the replica does not: see `Replica`.
const NOT_JSON: &[(&str, u16)] = &[
    ("/", 404),
    ("//", 404),
    ("/index.html", 404),
    ("/users/1?callback=show", 200),
];

#[tokio::test]
async fn replica_answers_like_the_server() {
    let server = RealServer::start().await;
    let replica = Replica::new();
    let mut failures = Vec::new();
    for path in READS {
        let real = ask(server.base(), path).await;
        let ours = answer(&replica, path);
        if let Err(difference) = compare(&real, &ours) {
            let (real, ours) = (shortened(&real), shortened(&ours));
            failures.push(format!(
                "{path}: {difference}\n  server:  {real}\n  replica: {ours}"
            ));
        }
    }
    let (failed, asked) = (failures.len(), READS.len());
    assert!(
        failures.is_empty(),
        "{failed} of {asked} reads differ:\n{}",
        failures.join("\n")
    );
}

#[tokio::test]
async fn replica_answers_json_where_the_server_does_not() {
    let server = RealServer::start().await;
    for &(path, status) in NOT_JSON {
        let real = ask(server.base(), path).await;
        let ours = answer(&Replica::new(), path);
        assert_eq!(
            (real.status, real.body),
            (200, None),
            "the server at {path}"
        );
        assert!(
            ours.status == status && ours.body.is_some(),
            "the replica at {path}"
        );
    }
}

/// An answer from either side.
struct Answer {
    status: u16,
    /// `None` when it is no JSON.
    body: Option<Value>,
}

async fn ask(base: &str, path: &str) -> Answer {
    let get = async {
        let response = reqwest::get(format!("{base}{path}")).await?;
        Ok((
            response.status().as_u16(),
            response.bytes().await?,
        ))
    };
    let got: Result<_, reqwest::Error> = get.await;
    let (status, body) = got.unwrap_or_else(|error| panic!("{path}: {error}"));
    let body = serde_json::from_slice(&body).ok();
    Answer { status, body }
}

fn answer(replica: &Replica, path: &str) -> Answer {
    let answer = replica.get(path);
    Answer {
        status: answer.status,
        body: serde_json::from_slice(&answer.body).ok(),
    }
}

fn shortened(answer: &Answer) -> String {
    let body = answer.body.as_ref().map(Value::to_string);
    let body: String = body
        .as_deref()
        .unwrap_or("no JSON")
        .chars()
        .take(160)
        .collect();
    format!("{} {body}", answer.status)
}

/// How two answers differ, if they do. A server that fails says so in HTML: then only the status
/// counts.
fn compare(real: &Answer, ours: &Answer) -> Result<(), String> {
    if real.status != ours.status {
        return Err(format!(
            "status {} and {}",
            real.status, ours.status
        ));
    }
    match (&real.body, &ours.body) {
        (None, Some(_)) if real.status == 500 => Ok(()),
        (Some(real), Some(ours)) => compare_values("$", real, ours),
        _ => Err("one of them is no JSON".to_owned()),
    }
}

/// Where and how two values differ, if they do. Numbers are ids, so they must be equal.
fn compare_values(at: &str, real: &Value, ours: &Value) -> Result<(), String> {
    match (real, ours) {
        (Value::Object(real), Value::Object(ours)) => compare_rows(at, real, ours),
        (Value::Array(real), Value::Array(ours)) => compare_lists(at, real, ours),
        (Value::Number(real), Value::Number(ours)) if real == ours => Ok(()),
        (Value::String(_), Value::String(_)) | (Value::Bool(_), Value::Bool(_)) => Ok(()),
        _ => Err(format!("{at} is {real} and {ours}")),
    }
}

fn compare_lists(at: &str, real: &[Value], ours: &[Value]) -> Result<(), String> {
    let (there, here) = (real.len(), ours.len());
    if there != here {
        return Err(format!(
            "{at} has {there} and {here} rows"
        ));
    }
    (real.iter().zip(ours).enumerate())
        .try_for_each(|(i, (real, ours))| compare_values(&format!("{at}[{i}]"), real, ours))
}

type Row = Map<String, Value>;

fn compare_rows(at: &str, real: &Row, ours: &Row) -> Result<(), String> {
    if !real.keys().eq(ours.keys()) {
        let names = |row: &Row| row.keys().cloned().collect::<Vec<_>>().join(" ");
        let (there, here) = (names(real), names(ours));
        return Err(format!(
            "{at} has the fields ({there}) and ({here})"
        ));
    }
    real.iter()
        .zip(ours.values())
        .try_for_each(|((name, there), here)| {
            let at = format!("{at}.{name}");
            if is_kept(real, name) && there != here {
                return Err(format!("{at} is {there} and {here}"));
            }
            compare_values(&at, there, here)
        })
}

/// Whether this field is one of those whose text the replica keeps: a user's names, a company's
/// name.
fn is_kept(row: &Row, field: &str) -> bool {
    match field {
        "username" => true,
        "name" => row.contains_key("username") || row.contains_key("catchPhrase"),
        _ => false,
    }
}

#[test]
fn a_difference_is_seen() {
    let row = r#"{"id": 1, "username": "Bret", "done": true, "posts": [{"id": 7}, {"id": 8}]}"#;
    let answer = |status, from: &str, to: &str| Answer {
        status,
        body: serde_json::from_str(&row.replacen(from, to, 1)).ok(),
    };
    let real = answer(200, "", "");
    assert_eq!(
        compare(&real, &answer(200, "true", "false")),
        Ok(())
    );
    assert!(compare(&real, &answer(404, "", "")).is_err());
    #[rustfmt::skip]
    let changes = [
        (r#""id": 1"#, r#""id": 2"#),
        (r#""id": 1"#, r#""id": "1""#),
        (r#""id": 1"#, r#""ID": 1"#),
        (r#""done": true, "#, ""),
        ("true", "0"),
        ("Bret", "bret"),
        (r#", {"id": 8}"#, ""),
        (r#"{"id": 7}, {"id": 8}"#, r#"{"id": 8}, {"id": 7}"#),
        (r#"[{"id": 7}, {"id": 8}]"#, "{}"),
        ("}", ""),
    ];
    for (from, to) in changes {
        let changed = answer(200, from, to);
        assert!(
            compare(&real, &changed).is_err(),
            "{from} to {to}"
        );
    }
}
