package import Disputes
package import Encodings

/// The values of one element that was computed again, as text and JSON.
package struct RerunReport: Sendable {
    package let element: OneElement
    /// The definition's first.
    package let opinions: [ElementOpinion]

    package init(
        element: OneElement, opinions: [ElementOpinion]
    ) {
        self.element = element
        self.opinions = opinions
    }

    /// Whether everything that was computed is what was expected.
    package var agrees: Bool { opinions.allSatisfy { $0.value == element.expected } }

    /// Which of the two disputed values a computed one is.
    private enum Meaning: String {
        case both, expected, got, neither

        init(_ value: Int64, _ element: OneElement) {
            self =
                switch (value == element.expected, value == element.got) {
                case (true, true): .both
                case (true, false): .expected
                case (false, true): .got
                case (false, false): .neither
                }
        }

        var text: String {
            switch self {
            case .both: "as expected, and as got"
            case .expected: "as expected"
            case .got: "as got"
            case .neither: "neither as expected nor as got"
            }
        }
    }

    private var indexText: String {
        "[" + element.index.map(String.init).joined(separator: ", ") + "]"
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("operation", element.operation)
        table.add(
            "element",
            "\(indexText), of kind \(element.inputs.kindName), from "
                + "\(DecimalText.grouped(element.inputs.integerCount)) integers")
        if let origin = element.origin {
            table.add("salt", JSONValue.quoted(origin.salt, scalarCountMax: 80))
            table.add("prompt", JSONValue.quoted(origin.prompt, scalarCountMax: 80))
            table.add("weights", origin.integerWeightsHash)
        }
        table.add("expected", "\(element.expected)")
        table.add("got", "\(element.got)")
        var computed = TextTable()
        for opinion in opinions {
            let meaning = Meaning(opinion.value, element)
            let isExpected = opinion.value == element.expected
            computed.add(
                opinion.name,
                "\(opinion.value)  " + style.text(meaning.text, isExpected ? .good : .bad))
        }
        if let lack = element.lackOfKernels { computed.add("kernels", lack) }
        return table.text + "\n" + computed.text + "\n" + conclusion + "\n"
    }

    private var conclusion: String {
        if element.expected == element.got {
            return "  no dispute: the file expects what was got"
        }
        if agrees { return "  this machine computes what was expected" }
        if opinions.allSatisfy({ $0.value == element.got }) {
            return "  this machine computes what was got, not what was expected"
        }
        let wrong = opinions.filter { $0.value != opinions[0].value }.map(\.name)
        return wrong.isEmpty
            ? "  this machine computes a third value"
            : "  this machine is at odds with its own definition: \(wrong.joined(separator: ", "))"
    }

    package var json: JSONValue {
        .object([
            JSONMember("operation", .string(element.operation)),
            JSONMember("kind", .string(element.inputs.kindName)),
            JSONMember("index", .array(element.index.map(JSONValue.integer))),
            JSONMember("expected", .integer(Int(element.expected))),
            JSONMember("got", .integer(Int(element.got))),
            JSONMember("agrees", .boolean(agrees)),
            JSONMember(
                "computed",
                .array(
                    opinions.map { opinion in
                        .object([
                            JSONMember("by", .string(opinion.name)),
                            JSONMember("value", .integer(Int(opinion.value))),
                            JSONMember("equals", .string(Meaning(opinion.value, element).rawValue)),
                        ])
                    })),
            JSONMember("kernels_lack", element.lackOfKernels.map(JSONValue.string) ?? .null),
        ])
    }
}
