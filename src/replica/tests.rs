//! Reads and their answers. `tests/native/conformance.rs` compares such with the real server's.

use serde_json::{Value, json};

use super::*;

fn get(path: &str) -> (u16, Value) {
    let answer = Replica::new().get(path);
    (
        answer.status,
        serde_json::from_slice(&answer.body).unwrap(),
    )
}

/// The ids of a list, in its order.
fn ids(rows: &Value) -> Vec<u64> {
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| row["id"].as_u64().unwrap()).collect()
}

#[test]
fn paths() {
    let cases = [
        ("/users/1", 200),
        ("/users/1/", 200),
        ("/users//1", 200),
        ("/Users/%31", 200),
        ("/users/1?_page=9&foo=bar", 200),
        ("/users/10", 200),
        ("/users/11", 404),
        ("/users/0", 404),
        ("/users/01", 404),
        ("/users/-1", 404),
        ("/users/abc", 404),
        ("/users/1//", 404),
        ("/users///", 404),
        ("/users/1/posts/2", 404),
        ("/users/1/unknown", 404),
        ("/users/1/db", 404),
        ("/users;id=1", 404),
        ("//users", 404),
        ("/%75sers", 404),
        ("/unknown", 404),
        ("/", 404),
        ("", 404),
        ("users", 404),
        ("?", 404),
        ("/users/%zz", 500),
        ("/users/%FF/posts", 500),
        ("/unknown/%zz", 404),
    ];
    for (path, status) in cases {
        let (found, body) = get(path);
        assert_eq!(found, status, "{path}");
        assert_eq!(
            body == json!({}),
            status != 200,
            "{path}: {body}"
        );
    }
}

#[test]
fn lists() {
    #[rustfmt::skip]
    let cases: &[(&str, &[u64])] = &[
        ("/users", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("/users//?id=3", &[3]),
        ("/users?username=Bret", &[1]),
        ("/users?username=bret", &[]),
        ("/users?username=Bret&username=Delphine", &[1, 9]),
        ("/users?username=Bret&id=9", &[]),
        ("/users?company.name=Johns+Group", &[7]),
        ("/users?company[name]=Johns%20Group", &[7]),
        ("/users?company[name]=Johns+Group&company[name]=Hoeger+LLC", &[]),
        ("/users?company[city]=x", &[]),
        ("/users?company.city=x&id=2", &[2]),
        ("/users?id[]=4&id[]=2", &[2, 4]),
        ("/users?id=", &[]),
        ("/users?id=+1", &[]),
        ("/users?id=%2B1", &[1]),
        ("/users?q=x&id_gte=5&username_like=B&foo=bar&id=8", &[8]),
        ("/posts?userId=99", &[]),
        ("/posts?userId=2&userId=1&id=11&id=10", &[10, 11]),
        ("/users/9/posts?_limit=2", &[81, 82]),
        ("/users/9/posts?userId=1&_limit=2", &[81, 82]),
        ("/user/9/posts/?_limit=1", &[81]),
        ("/users/99/posts", &[]),
        ("/users/abc/posts", &[]),
        ("/unknown/1/posts?_limit=2", &[1, 2]),
        ("/users/1/comments?_start=498&_limit=9", &[499, 500]),
        ("/users/1/posts%3Fx?id=3", &[3]),
        ("/albums/100/photos?_start=48&_end=99", &[4999, 5000]),
        ("/users?_sort=username&_limit=3", &[2, 1, 9]),
        ("/users?_sort=company.name&_limit=3", &[8, 6, 2]),
        ("/users?_sort=company&_sort=name&_limit=3", &[8, 6, 2]),
        ("/users?_sort=id&_order=DESC&_limit=2", &[10, 9]),
        ("/users?_sort=id&_order=desc&_limit=2", &[1, 2]),
        ("/users?_sort=unknown&_order=DESC&_limit=2", &[10, 9]),
        ("/users?_order=DESC&_limit=2", &[1, 2]),
        ("/posts?_page=2&_limit=3", &[4, 5, 6]),
        ("/posts?_page=0&_limit=2", &[1, 2]),
        ("/posts?_page=34&_limit=3", &[100]),
        ("/posts?_page=99999999999999999999", &[]),
        ("/users?_page=1&_limit=-8", &[1, 2]),
        ("/users?_limit=0", &[]),
        ("/users?_limit=abc", &[]),
        ("/users?_limit=-8", &[1, 2]),
        ("/users?_start=8", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ("/users?_start=-3&_limit=2", &[8, 9]),
        ("/users?_start=-3&_limit=9", &[]),
        ("/users?_start=20&_limit=2", &[]),
        ("/users?_start=5&_end=2", &[]),
        ("/users?_end=2&_limit=5", &[1, 2]),
        ("/users?_end=-8", &[1, 2]),
        ("/users?_end=abc", &[]),
    ];
    for (path, expected) in cases {
        let (status, rows) = get(path);
        assert_eq!(
            (status, ids(&rows).as_slice()),
            (200, *expected),
            "{path}"
        );
    }
}

#[test]
fn rows_within_rows() {
    let (_, post) = get("/posts/20?_embed=comments&_embed=albums&_embed=x&_expand=user&_expand=y");
    assert_eq!(
        ids(&post["comments"]),
        [96, 97, 98, 99, 100]
    );
    assert_eq!(
        (&post["albums"], &post["x"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(post["user"]["username"], "Antonette");
    assert_eq!(post.get("y"), None);

    let (_, users) = get("/users?_embed=posts&_limit=2");
    assert_eq!(ids(&users[1]["posts"])[0], 11);
    // The plural is no field's name: what was embedded under it goes.
    let (_, user) = get("/users/1?_embed=posts&_expand=posts");
    assert_eq!(user.get("posts"), None);
    let (_, post) = get("/posts/1?_embed=userId&_expand=user");
    assert_eq!(
        (&post["userId"], post.get("user")),
        (&json!([]), None)
    );
    let (_, post) = get("/posts/1?_embed=&_expand=");
    assert_eq!(post.as_object().unwrap().len(), 4);
}

#[test]
fn a_filter_by_text_of_ours() {
    let (_, city) = get("/users/3");
    let city = city["address"]["city"].as_str().unwrap();
    let (_, dotted) = get(&format!("/users?address.city={city}"));
    let (_, bracketed) = get(&format!("/users?address[city]={city}"));
    assert!(ids(&dotted).contains(&3));
    assert_eq!(dotted, bracketed);
    let (_, done) = get("/todos?completed=true");
    let (_, open) = get("/todos?completed=false");
    assert_eq!(ids(&done).len() + ids(&open).len(), 200);
    // A latitude is text that looks like a number: only brackets, which convert nothing, find it.
    let (_, user) = get("/users/1");
    let lat = user["address"]["geo"]["lat"].as_str().unwrap();
    let (_, dotted) = get(&format!("/users?address.geo.lat={lat}"));
    let (_, bracketed) = get(&format!(
        "/users?address[geo][lat]={lat}"
    ));
    assert_eq!(
        (dotted, ids(&bracketed)),
        (json!([]), vec![1])
    );
}

#[test]
fn everything_at_once() {
    let (status, all) = get("/db");
    assert_eq!(status, 200);
    for (name, count) in [
        ("posts", 100),
        ("comments", 500),
        ("albums", 100),
        ("photos", 5000),
        ("users", 10),
        ("todos", 200),
    ] {
        assert_eq!(
            all[name].as_array().map(Vec::len),
            Some(count),
            "{name}"
        );
    }
}

#[test]
fn text_from_the_link_is_escaped() {
    let (_, post) = get("/posts/1?_embed=%22%0A%5C");
    assert_eq!(post["\"\n\\"], json!([]));
}

#[test]
fn an_answer_that_was_made_before_is_the_same() {
    let replica = Replica::new();
    for path in ["/posts?userId=3", "/users/11"] {
        let made = replica.answer(path);
        assert_eq!(*made, replica.get(path));
        assert!(Rc::ptr_eq(&made, &replica.answer(path)));
    }
}

#[test]
fn no_more_answers_are_kept_than_there_is_room_for() {
    let replica = Replica::new();
    for start in 0..20 {
        let _ = replica.answer(&format!("/photos?_start={start}"));
    }
    let made = replica.made.borrow();
    let kept: usize = made.answers.values().map(|answer| answer.body.len()).sum();
    assert!(
        kept <= MOST_KEPT && kept == made.bytes,
        "{kept}"
    );
    assert!(made.answers.len() > 1 && made.answers.len() < 20);
}
