//! Folding and "did you mean" over any words.
#![no_main]

use fugi::spelling;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (word, other) = input;
    let folded = spelling::fold(word);
    assert_eq!(spelling::fold(&folded), folded);
    let kana = spelling::fold_kana(word);
    assert_eq!(spelling::fold_kana(&kana), kana);
    assert_eq!(spelling::nearest(word, [other, word]).is_some(), true);
    let _ = spelling::meant(word, other);
    assert!(spelling::short(word).chars().count() <= word.chars().count());
    assert!(spelling::parts(word).iter().all(|part| word.contains(part)));
});
