//! `fugi erasure form CONTRACT PARTY`: the form of the report, already filled with what the model knows.

use super::Wanted;
use crate::case::Case;
use crate::cli::forms::{self, About};
use crate::cli::output::Output;
use crate::cli::{Exit, Global, files, targets};
use crate::diagnostic::{Text, listed_ids};
use crate::duty::erasure::form::{authors, given, runs_until};
use crate::duty::forms::{register, write};
use crate::evidence::format::kind::Kind;
use crate::evidence::log::Log;
use crate::spelling;
use crate::text;
use std::path::Path;

pub(super) fn run(global: &Global, wanted: &Wanted, output: &mut Output) -> Exit {
    let Some(workspace) = targets::open(global, &[], output) else { return Exit::Failed };
    let entry = match register::find(&workspace, &wanted.contract) {
        Ok(entry) => entry,
        Err(register::NotFound(problem)) => {
            let (ja, en) = (&problem.message.ja, &problem.message.en);
            let help = problem.help.unwrap_or_else(|| text!("", ""));
            let (help_ja, help_en) = (&help.ja, &help.en);
            output.error(&text!("{ja}。{help_ja}", "{en}; {help_en}"));
            return Exit::Failed;
        }
    };
    let name = wanted.contract.as_str();
    // The register found the contract, so the name has three parts and its matter loads.
    let loaded = name.rsplit_once('/').and_then(|(matter, contract)| {
        let (year, matter) = matter.split_once('/')?;
        let file = register::matter_file(&workspace, year, matter)?;
        let year = workspace.year(year).ok()?.result.ok()?;
        let loaded = workspace.matter(&year, Path::new(&file));
        let matter = loaded.result.ok()?;
        let (id, _) = matter.contracts.enumerate().find(|(_, own)| own.id.value == contract)?;
        Some((year, matter, loaded.sources, id))
    });
    let Some((year, matter, sources, contract)) = loaded else {
        output.error(&text!("契約「{name}」を読めません", "the contract `{name}` cannot be read"));
        return Exit::Failed;
    };
    let case = Case::new(&workspace, &year, &matter, &sources);
    let known = authors(&case, contract);
    let party = &wanted.party;
    let names =
        known.iter().flat_map(|author| [(author, author.id.as_str()), (author, author.name.as_str())]);
    let Some(author) = spelling::find(party, names) else {
        let Text { ja: list, en: list_en } =
            listed_ids(known.iter().map(|author| (&author.id, &author.name)));
        let all = text!("写しを持つ者: {list}", "those who hold copies: {list_en}");
        let help = spelling::did_you_mean(party, known.iter().map(|author| author.id.as_str()), &all);
        let (ja, en) = (help.ja, help.en);
        output.error(&text!(
            "「{party}」は、契約「{name}」で写しを持つ者ではありません。{ja}",
            "`{party}` holds no copy under `{name}`; {en}"
        ));
        return Exit::Failed;
    };
    let today = global.today();
    let early = runs_until(&case, contract, today);
    let mut given = given(&case, contract, author, today);
    given.insert("contract_digest", entry.digest.to_string().into());
    if let Ok(log) = Log::open(&workspace.root().join("evidence")) {
        given.insert("log", log.origin().into());
    }
    if let Some(end) = early {
        output.warn(&text!(
            "契約「{name}」の期間は {end} までです。最後に使った日（last_used）と消去のきっかけ（trigger）は、まだ決まっていないので書いていません。期間が終わってから作り直すか、途中で消去したのならその日と理由を書いてください",
            "the term of `{name}` runs until {end}: when information was used last (`last_used`) and why it is erased (`trigger`) are not known yet and left blank; make the form again when the term is over, or write day and reason where it was erased before"
        ));
    }
    match &wanted.out {
        None => {
            let about = About::of(&entry);
            let form = write(Kind::ErasureReport, &given, about.word(), output.language);
            output.line(form.trim_end());
        }
        Some(path) => {
            let contents =
                forms::contents(path, Kind::ErasureReport, &given, &About::of(&entry), output.language);
            if let Err(error) = contents.and_then(|own| files::create(path, &own)) {
                output.error(&error);
                return Exit::Failed;
            }
            let path = path.display();
            output.say(&text!("書き出しました: {path}", "wrote {path}"));
        }
    }
    Exit::Clean
}
