use std::collections::HashMap;

fn main() {
    let mut counts: HashMap<i64, i64> = HashMap::new();
    let mut state: i64 = 1234567;
    for i in 0..1000000 {
        state = (state * 1103515245 + 12345) % 2147483648;
        counts.insert(state, i);
    }
    let mut found: i64 = 0;
    state = 1234567;
    for _ in 0..1000000 {
        state = (state * 1103515245 + 12345) % 2147483648;
        if counts.contains_key(&state) {
            found += counts.get(&state).unwrap_or(&0);
        }
    }
    println!("{} {}", counts.len(), found);
}
