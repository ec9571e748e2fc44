fn main() {
    let mut state: i64 = 1234567;
    let mut total: i64 = 0;
    for _ in 0..5 {
        let mut xs: Vec<i64> = Vec::new();
        for _ in 0..1000000 {
            state = (state * 1103515245 + 12345) % 2147483648;
            xs.push(state);
        }
        xs.sort();
        total += xs[0] + xs[500000] + xs[999999];
    }
    println!("{total}");
}
