use std::collections::HashMap;

fn main() {
    let mut keys: Vec<String> = Vec::new();
    let mut state: i64 = 1234567;
    for _ in 0..1000000 {
        state = (state * 1103515245 + 12345) % 2147483648;
        keys.push(format!("key number {state}"));
    }
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for (i, key) in keys.iter().enumerate() {
        counts.insert(key, i as i64);
    }
    let mut found: i64 = 0;
    for key in &keys {
        found += counts.get(key.as_str()).unwrap_or(&0);
    }
    println!("{} {}", counts.len(), found);
}
