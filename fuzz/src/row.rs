//! What an API answers.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use tandem::api::{Album, Comment, Photo, Post, Todo, User};
use tandem::experiments::{EXPERIMENTS, routines};
use tandem::json::JsonText;

use super::weigh::weighed;

/// A body, as each kind of row and list of rows, and as each variant's answer in a run file.
pub fn rows(bytes: &[u8]) {
    one_and_many::<User>(bytes);
    one_and_many::<Post>(bytes);
    one_and_many::<Todo>(bytes);
    one_and_many::<Comment>(bytes);
    one_and_many::<Album>(bytes);
    one_and_many::<Photo>(bytes);
    if let Ok(json) = weighed(bytes.len(), || {
        serde_json::from_slice::<Json>(bytes)
    }) {
        answers(bytes.len(), &json);
    }
}

fn one_and_many<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) {
    decoded::<T>(bytes);
    decoded::<Vec<T>>(bytes);
}

/// As a call decodes it.
fn decoded<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) {
    match weighed(bytes.len(), || {
        serde_json::from_slice::<T>(bytes)
    }) {
        Ok(row) => {
            let written = serde_json::to_vec(&row).expect("text keys and whole numbers");
            let again = serde_json::from_slice::<T>(&written).expect("it is read again");
            assert_eq!(again, row);
        }
        Err(error) => assert!(
            error.to_string().contains(" at line "),
            "{error}"
        ),
    }
}

fn answers(bytes: usize, json: &Json) {
    for (name, routine) in EXPERIMENTS.iter().flat_map(|experiment| {
        let names = experiment.variants.iter().map(|variant| variant.name);
        names.zip(routines(experiment))
    }) {
        let text = JsonText::of(json);
        if let Ok(answer) = weighed(bytes, || (routine.read)(&text)) {
            let again = (routine.read)(&answer.json).expect("it is read again");
            assert_eq!(again, answer, "{name}");
        }
    }
}
