//! What came back: for people, and as JSON.

use leptos::prelude::*;

use super::lane::LaneHandle;
use super::page::session;
use crate::api::{Comment, Photo, Post, Todo, User, UserId};
use crate::experiments::{Answer, Item, Part};

/// The answer of a variant, once it is there.
#[component]
pub(super) fn Data(lane: LaneHandle) -> impl IntoView {
    move || match lane.answer() {
        Some(loaded) => view! { <Shown answer=loaded.answer().clone() /> }.into_any(),
        None => view! { <p class="empty">{move || lane.state().why_no_data()}</p> }.into_any(),
    }
}

#[component]
fn Shown(answer: Answer) -> impl IntoView {
    let json = answer.json.pretty();
    view! {
        <div class="data" data-answer="">
            {answer.parts.into_iter().map(part).collect_view()}
            <details class="json">
                <summary>"As JSON"</summary>
                <CopyButton text=json.clone() />
                <pre class="json__text" tabindex="0" role="region" aria-label="The answer as JSON" data-json="">{json}</pre>
            </details>
        </div>
    }
}

/// Copies, and says whether it worked.
#[component]
pub(super) fn CopyButton(text: String) -> impl IntoView {
    let session = session();
    let told = RwSignal::new(None);
    let label = move || match told.get() {
        None => "Copy",
        Some(true) => "Copied",
        Some(false) => "Not allowed: select and copy by hand",
    };
    let copy = move |_| {
        session.copy(text.clone(), move |copied| {
            // The button may be gone by then.
            let _ = told.try_set(Some(copied));
        });
    };
    view! { <button class="quiet small" data-action="copy" aria-live="polite" on:click=copy>{label}</button> }
}

/// Whether the selected request asks for the row of `resource` with these ids.
fn is_selected<const N: usize>(
    resource: &'static str,
    ids: [(&'static str, u32); N],
) -> impl Fn() -> bool + Copy + Send + 'static {
    let session = session();
    move || {
        session
            .selected()
            .is_some_and(|selection| selection.asks_for(resource, &ids))
    }
}

fn part(part: Part) -> AnyView {
    match part {
        Part::User(user) => view! { <UserCard user=*user /> }.into_any(),
        Part::Users(users) => view! { <Users users /> }.into_any(),
        Part::Posts(posts) => view! { <Posts posts /> }.into_any(),
        Part::PostsByUser(users) => view! { <PostsByUser users /> }.into_any(),
        Part::Todos(todos) => view! { <Todos todos /> }.into_any(),
        Part::Comments(comments) => view! { <Comments comments /> }.into_any(),
        Part::Photos(photos) => view! { <Photos photos /> }.into_any(),
        Part::Counts(counts) => view! { <Counts counts /> }.into_any(),
        Part::Items(items) => view! { <Items items /> }.into_any(),
    }
}

#[component]
fn UserCard(user: User) -> impl IntoView {
    let selected = is_selected("users", [("id", user.id.0)]);
    view! {
        <section data-part="user" class:selected=selected>
            <h3><i class="swatch users"></i>{user.name} " " <small>"@" {user.username}</small></h3>
            <dl class="card">
                <dt>"Company"</dt>
                <dd>{user.company.name} ", “" {user.company.catch_phrase} "”"</dd>
                <dt>"City"</dt>
                <dd>{user.address.city}</dd>
                <dt>"Mail"</dt>
                <dd>{user.email}</dd>
                <dt>"Phone"</dt>
                <dd>{user.phone}</dd>
            </dl>
        </section>
    }
}

#[component]
fn Posts(posts: Vec<Post>) -> impl IntoView {
    let post = |post: Post| {
        let selected = is_selected(
            "posts",
            [("id", post.id.0), ("userId", post.user_id.0)],
        );
        view! {
            <li class:selected=selected>
                <details>
                    <summary>{post.title}</summary>
                    <p>{post.body}</p>
                </details>
            </li>
        }
    };
    view! {
        <section data-part="posts">
            <h3><i class="swatch posts"></i>{posts.len()} " posts"</h3>
            <ol class="posts-list">{posts.into_iter().map(post).collect_view()}</ol>
        </section>
    }
}

#[component]
fn Todos(todos: Vec<Todo>) -> impl IntoView {
    let done = todos.iter().filter(|todo| todo.completed).count();
    let todo = |todo: Todo| {
        let (class, mark, word) = if todo.completed {
            ("done", "✓", "done: ")
        } else {
            ("open", "○", "open: ")
        };
        let selected = is_selected(
            "todos",
            [("id", todo.id.0), ("userId", todo.user_id.0)],
        );
        view! {
            <li class=class class:selected=selected>
                <span aria-hidden="true">{mark}</span>
                <span class="only-read">{word}</span>
                {todo.title}
            </li>
        }
    };
    view! {
        <section data-part="todos">
            <h3><i class="swatch todos"></i>{todos.len()} " todos, " {done} " done"</h3>
            <ul class="todos-list">{todos.into_iter().map(todo).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Users(users: Vec<User>) -> impl IntoView {
    let row = |user: User| {
        let selected = is_selected("users", [("id", user.id.0)]);
        view! { <li class:selected=selected>{user.name} " " <small>"@" {user.username}</small></li> }
    };
    view! {
        <section data-part="users">
            <h3><i class="swatch users"></i>{users.len()} " people"</h3>
            <ul>{users.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// Each user's posts in the order they came, with their rank.
#[component]
fn PostsByUser(users: Vec<(UserId, Vec<Post>)>) -> impl IntoView {
    let row = |(id, posts): (UserId, Vec<Post>)| {
        let first = posts
            .first()
            .map(|post| post.title.clone())
            .unwrap_or_default();
        let selected = is_selected("posts", [("userId", id.0)]);
        view! {
            <li data-user=id.0 class:selected=selected>
                <strong>"User " {id.0}</strong>
                ": " {posts.len()} " posts, the first “" {first} "”"
            </li>
        }
    };
    view! {
        <section data-part="posts-by-user">
            <h3><i class="swatch posts"></i>"In this order"</h3>
            <ol class="ranked">{users.into_iter().map(row).collect_view()}</ol>
        </section>
    }
}

#[component]
fn Comments(comments: Vec<Comment>) -> impl IntoView {
    let row = |comment: Comment| {
        let selected = is_selected(
            "comments",
            [("id", comment.id.0), ("postId", comment.post_id.0)],
        );
        view! {
            <li class:selected=selected>
                <details>
                    <summary>{comment.name}</summary>
                    <p>{comment.body} " (" {comment.email} ")"</p>
                </details>
            </li>
        }
    };
    view! {
        <section data-part="comments">
            <h3><i class="swatch comments"></i>{comments.len()} " comments"</h3>
            <ol class="posts-list">{comments.into_iter().map(row).collect_view()}</ol>
        </section>
    }
}

/// The photos as the colours that their addresses end in: the pictures themselves are gone, and are
/// never asked for.
#[component]
fn Photos(photos: Vec<Photo>) -> impl IntoView {
    let colour = |photo: &Photo| {
        let end = photo.url.rsplit('/').next().unwrap_or_default();
        let hex = (3..=8).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_hexdigit());
        let selected = is_selected(
            "photos",
            [("id", photo.id.0), ("albumId", photo.album_id.0)],
        );
        let colour = hex.then(|| format!("#{end}"));
        view! { <i class:selected=selected style:background-color=colour title=photo.title.clone()></i> }
    };
    view! {
        <section data-part="photos">
            <h3><i class="swatch photos"></i>{photos.len()} " photos"</h3>
            <p class="colours" role="img" aria-label=format!("The colours of {} photos", photos.len())>
                {photos.iter().take(500).map(colour).collect_view()}
            </p>
            {(photos.len() > 500).then_some("The first 500 are drawn.")}
        </section>
    }
}

#[component]
fn Counts(counts: Vec<(&'static str, usize)>) -> impl IntoView {
    let row = |(what, count): (&'static str, usize)| view! { <dt>{what}</dt> <dd>{count}</dd> };
    view! {
        <section data-part="counts">
            <dl class="card num">{counts.into_iter().map(row).collect_view()}</dl>
        </section>
    }
}

/// One line an item: what came, or why nothing did.
#[component]
fn Items(items: Vec<Item>) -> impl IntoView {
    let kept = items.iter().filter(|item| item.is_ok()).count();
    let row = |item: Item| match item {
        Ok(post) => {
            let selected = is_selected(
                "posts",
                [("id", post.id.0), ("userId", post.user_id.0)],
            );
            view! { <li class="done" class:selected=selected><span aria-hidden="true">"✓"</span>{post.title}</li> }
                .into_any()
        }
        Err(error) => {
            view! { <li class="lost"><span aria-hidden="true">"✕"</span>{error}</li> }.into_any()
        }
    };
    view! {
        <section data-part="items">
            <h3><i class="swatch posts"></i>{kept} " kept of " {items.len()}</h3>
            <ol class="todos-list">{items.into_iter().map(row).collect_view()}</ol>
        </section>
    }
}
