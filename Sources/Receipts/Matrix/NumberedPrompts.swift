/// The prompts of all machines as numbers: equal for prompts with the same salt and text.
struct NumberedPrompts {
    /// The number of each prompt, [machine][place in its list].
    let numbers: [[Int]]
    /// For each machine the place of each number, so that comparing two machines takes as many
    /// steps as one of them has prompts, however many others there are.
    private let places: [[Int: Int]]  // looked up, never iterated

    init(_ machines: [RunEvidence]) {
        var known: [[UInt8]: Int] = [:]  // looked up, never iterated
        numbers = machines.map { machine in
            // A prompt that stands twice in a list counts as two prompts.
            var seen: [[UInt8]: Int] = [:]  // looked up, never iterated
            return machine.prompts.map { prompt in
                // The separator: no UTF-8 text has this byte.
                let text = Array(prompt.text.salt.utf8) + [0xFF] + Array(prompt.text.prompt.utf8)
                let occurrence = seen[text, default: 0]
                seen[text] = occurrence + 1
                let key = text + [0xFF] + Array("\(occurrence)".utf8)
                if let number = known[key] { return number }
                known[key] = known.count
                return known.count - 1
            }
        }
        places = numbers.map { numbers in
            Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
        }
    }

    /// The places of the prompts that both machines have, in the order of the left one's list.
    func common(_ left: Int, _ right: Int) -> [(left: Int, right: Int)] {
        let places = places[right]  // looked up, never iterated
        return numbers[left].enumerated().compactMap { place, number in
            places[number].map { (place, $0) }
        }
    }
}
