//! What came back: for people, and as JSON.

use leptos::prelude::*;

use super::lane::LaneHandle;
use super::page::session;
use crate::api::{Post, Todo, User};
use crate::experiments::{Answer, Part};

/// The answer of a variant, once it is there.
#[component]
pub(super) fn Data(lane: LaneHandle) -> impl IntoView {
    let answer = move || {
        lane.finished(|finished| finished.result.clone().ok())
            .flatten()
    };
    move || match answer() {
        Some(answer) => view! { <Loaded answer /> }.into_any(),
        None => view! { <p class="empty">{move || lane.state().why_no_data()}</p> }.into_any(),
    }
}

#[component]
fn Loaded(answer: Answer) -> impl IntoView {
    let json = serde_json::to_string_pretty(&answer.json).unwrap_or_default();
    view! {
        <div class="data" data-answer="">
            {answer.parts.into_iter().map(part).collect_view()}
            <details class="json">
                <summary>"As JSON"</summary>
                <CopyButton text=json.clone() />
                <pre class="json__text" tabindex="0" aria-label="The answer as JSON" data-json="">{json}</pre>
            </details>
        </div>
    }
}

/// Copies, and says whether it worked.
#[component]
fn CopyButton(text: String) -> impl IntoView {
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

fn part(part: Part) -> AnyView {
    match part {
        Part::User(user) => view! { <UserCard user=*user /> }.into_any(),
        Part::Posts(posts) => view! { <Posts posts /> }.into_any(),
        Part::Todos(todos) => view! { <Todos todos /> }.into_any(),
    }
}

#[component]
fn UserCard(user: User) -> impl IntoView {
    view! {
        <section data-part="user">
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
        view! {
            <li>
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
        view! {
            <li class=class>
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
