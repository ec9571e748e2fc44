fn main() {
    let mut state: i64 = 1234567;
    let mut words: Vec<String> = Vec::new();
    for _ in 0..200000 {
        state = (state * 1103515245 + 12345) % 2147483648;
        words.push(format!("a word with a number in it: {state}"));
    }
    let mut sorted = words.clone();
    sorted.sort();
    let mut by_length = words.clone();
    by_length.sort_by_key(|word| word.len());
    println!("{}{}", sorted[1000], by_length[100000]);
}
