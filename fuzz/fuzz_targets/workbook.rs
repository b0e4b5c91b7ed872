//! A workbook that came back: the form of an audit, answers before a submission, an observed layout. Not the bytes of
//! the archive are changed, but those of a file inside it, so that the trial gets behind the checksums.
#![no_main]

use fugi::case::Case;
use fugi::duty::audit::back::Back;
use fugi::duty::audit::form::{Form, Mode};
use fugi::duty::audit::questions::questions;
use fugi::duty::audit::subject::Subject;
use fugi::duty::audit::{SheetProblem, answers, inspection};
use fugi::workbook::read::Returned;
use fugi_fuzz::{a_matter, archive, is_told, observed};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|bytes: &[u8]| {
    match Returned::read(bytes.to_vec(), None) {
        Err(refused) => is_told(&refused.0),
        Ok(book) => {
            let cells: usize = book.grids.iter().map(|grid| grid.cells.len()).sum();
            assert!(cells <= 200_000);
            returned(bytes);
        }
    }
    observed(bytes);
});

/// The file as a form that came back, compared with the one that was made.
fn returned(bytes: &[u8]) {
    let back = match Back::read(bytes.to_vec()) {
        Ok(back) => back,
        Err(problem) => return told(&[problem]),
    };
    let (workspace, year, matter) = a_matter();
    let case = Case::new(workspace, year, matter, fugi_fuzz::sources_of_the_matter());
    let subject = Subject::find(case, "ticket", "mihon-insatsu").expect("a party");
    for mode in Mode::ALL {
        let form = Form::new(mode, &subject, questions(&subject, None), &back.previous).expect("a form");
        let _ = form.layouts().count();
        let differences = back.differences(&form);
        told(&differences);
        if back.mode != mode {
            continue;
        }
        let today = "2027-03-31".parse().expect("a day");
        match mode {
            Mode::Inspection => match inspection::read(&back, &form, &subject, today) {
                Err(problems) => told(&problems),
                Ok(result) => assert!(result.open().count() <= result.rows.len()),
            },
            Mode::Submission => match answers::read(&back, &form) {
                Err(problems) => told(&problems),
                Ok(answers) => {
                    let sources = fugi_fuzz::sources_of_the_matter();
                    let text =
                        answers::put(sources, matter.source, &answers).expect("the answers have a place");
                    let mut sources = sources.clone();
                    sources.replace(matter.source, text.as_str());
                    let again = workspace.matter_from(year, &sources, matter.source);
                    assert!(again.is_ok(), "the matter cannot be read any more: {:?}", again.err());
                }
            },
        }
    }
}

fn told(problems: &[SheetProblem]) {
    problems.iter().for_each(|problem| is_told(&problem.message));
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let choice = usize::try_from(seed).unwrap_or_default();
    let parts = archive::unpack(&data[..size]);
    let mut parts = match parts {
        // Now and then the archive itself.
        Some(_) if choice % 16 == 0 => return fuzzer_mutate(data, size, max_size),
        Some(parts) if !parts.is_empty() => parts,
        _ => archive::smallest(),
    };
    let count = parts.len();
    let (_, contents) = &mut parts[(choice / 16) % count];
    let length = contents.len();
    let room = length + 256;
    contents.resize(room, 0);
    let length = fuzzer_mutate(contents, length, room);
    contents.truncate(length);
    let packed = archive::pack(&parts);
    if packed.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..packed.len()].copy_from_slice(&packed);
    packed.len()
});
