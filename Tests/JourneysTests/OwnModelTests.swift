import Encodings
import Foundation
import TestSupport
import Testing

/// A user's own model, from the first look at it to a golden of his own.
@Suite("The journey of one's own model")
struct OwnModelTests {
    private static let wrong = String(repeating: "0", count: 64)

    /// What `reproduce` and `prove` say of the model as `models synth` wrote it.
    private static let expected = Result {
        let journey = try Journey()
        let path = Shell.quoted(try SyntheticModel.own.get().path)
        let receipt = try journey.run(#""$G" reproduce --model \#(path) --format json"#).json()
        let proof = try journey.run(
            #""$G" prove --model \#(path) --salt s --prompt "golden frost" --format json"#
        ).json()
        return (
            weights: try receipt.at("integer_weights_hash").string(),
            receipt: try receipt.at("ultimate_hash").string(),
            proof: try proof.at("proof_hash").string()
        )
    }

    /// A journey whose folder holds the model in a form, as `model`.
    private func journey(_ form: String) throws -> Journey {
        let journey = try Journey()
        try FileManager.default.copyItem(
            atPath: OwnModelForms.all.get().path(form), toPath: journey.path + "/model")
        return journey
    }

    @Test("Reproduced, compared, recorded and reproduced again", arguments: OwnModelForms.names)
    func reproduce(form: String) throws {
        let journey = try journey(form)
        let expected = try Self.expected.get()
        let alone = try journey.run(#""$G" reproduce --model model"#)
        #expect(alone.code == 2, "\(alone.messages)")
        #expect(alone.output.contains("nothing was compared"))
        #expect(alone.output.contains(expected.receipt) && alone.output.contains(expected.weights))
        for (option, code, word) in [
            ("--expect \(expected.receipt)", 0, "yes"), ("--expect \(Self.wrong)", 1, "NO"),
            ("--expect \(expected.receipt) --expect-weights \(expected.weights)", 0, "yes"),
            ("--expect \(expected.receipt) --expect-weights \(Self.wrong)", 1, "NO"),
        ] {
            let ending = try journey.run(#""$G" reproduce --model model \#(option)"#)
            #expect(ending.code == Int32(code), "\(option): \(ending.messages)")
            #expect(ending.output.contains(try Regex("  match +\(word)")), "\(option)")
        }
        let recorded = try journey.run(#""$G" reproduce --model model --record own.json"#)
        #expect(recorded.code == 0, "\(recorded.messages)")
        let again = try journey.run(#""$G" reproduce own.json --model model --format json"#)
        #expect(again.code == 0, "\(again.messages)")
        #expect(try again.json().at("expected_hash").string() == expected.receipt)
        let other = try journey.run(#""$G" reproduce own.json --model "$NANO""#)
        #expect([1, 2].contains(other.code) && !other.output.contains("match     yes"))
    }

    @Test("Proved, inspected, verified and audited", arguments: OwnModelForms.names)
    func look(form: String) throws {
        let journey = try journey(form)
        let expected = try Self.expected.get()
        let proof = try journey.run(
            #""$G" prove --model model --salt s --prompt "golden frost" --format json"#)
        #expect(proof.code == 0, "\(proof.messages)")
        #expect(try proof.json().at("proof_hash").string() == expected.proof)
        let inspected = try journey.run(#""$G" models inspect model"#)
        #expect(inspected.code == 0, "\(inspected.messages)")
        let verified = try journey.run(#""$G" models verify model --format json"#)
        #expect(verified.code == 2, "\(verified.messages)")
        #expect(try verified.json().at("integer_weights_hash").string() == expected.weights)
        // Random weights are no model worth hashing.
        let audited = try journey.run(#""$G" models audit model"#)
        #expect(audited.code == 1, "\(audited.messages)")
        #expect(audited.output.contains(/\ \ admitted +NO/))
    }

    @Test("Measured, with a context too short for some measurements too")
    func bench() throws {
        let journey = try Journey()
        for context in [256, 40] {
            let ending = try journey.run(
                """
                "$G" models synth --seed 3 --layers 1 --width 64 --heads 1 --vocab 3072 \
                    --context \(context) --out short-\(context) --tokenizer "$NANO" &&
                "$G" bench --model short-\(context) --backend portable --prompts 2 --repeats 1 \
                    --threads 1
                """)
            #expect(ending.code == 0, "\(context): \(ending.messages)")
            #expect(ending.output.contains("skipped") == (context == 40), "\(ending.output)")
        }
    }

    @Test("What lacks a part is told in words, never judged")
    func lacking() throws {
        let journey = try journey("safetensors")
        for (script, code, word) in [
            (#"rm -r model/vocab.json; "$G" reproduce --model model"#, 2, "vocab.json"),
            (#""$G" reproduce --model nowhere"#, 2, "nowhere"),
            (#"mkdir empty; "$G" reproduce --model empty"#, 2, "model.safetensors"),
        ] {
            let ending = try journey.run(script)
            #expect(ending.code == Int32(code), "\(script): \(ending.messages)")
            #expect(ending.messages.contains(word), "\(script): \(ending.messages)")
            #expect(ending.output.isEmpty, "\(script)")
        }
    }
}
