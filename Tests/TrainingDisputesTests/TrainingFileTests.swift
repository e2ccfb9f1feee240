import Cryptography
import Encodings
import TestSupport
import Testing
import Training
import TrainingDisputes

@Suite("Files of training runs") struct TrainingFileTests {
    private static let form = Subjects.Form(
        inputs: 2, hidden: 2, classes: 2, batchBits: 1, rateBits: 2, steps: 3)

    @Test("Traces and records come back as they were written")
    func roundTrips() throws {
        for form in Subjects.forms {
            let subject = try Subjects.subject(form)
            #expect(try TrainingTraceFile(decoding: subject.trace.encoded) == subject.trace)
            for keepsElements in [true, false] {
                let record = try subject.evidence.record(of: 1, keepsElements: keepsElements)
                #expect(try StepRecord(decoding: record.encoded) == record)
            }
        }
    }

    /// Decodes bytes; what is accepted must be the only form of another file.
    private func check(_ bytes: [UInt8], instead original: [UInt8], isRecord: Bool) throws {
        do throws(TrainingFileError) {
            let again =
                isRecord
                ? try StepRecord(decoding: bytes).encoded
                : try TrainingTraceFile(decoding: bytes).encoded
            #expect(again == bytes && bytes != original)
        } catch {
            #expect(!error.description.isEmpty)
        }
    }

    @Test("An edit of a byte, a cut or a doubling neither traps nor passes for the same file")
    func edits() throws {
        let subject = try Subjects.subject(Self.form)
        let record = try subject.evidence.record(of: 1)
        for (bytes, isRecord) in [(subject.trace.encoded, false), (record.encoded, true)] {
            let stride = Thoroughness.count(1, else: 5)
            for place in Swift.stride(from: 0, to: bytes.count, by: stride) {
                for byte in [0, 0x20, 0x22, 0x30, 0x39, 0x61, 0x7D, 0xFF, bytes[place] ^ 1]
                    as [UInt8]
                where byte != bytes[place] {
                    var edited = bytes
                    edited[place] = byte
                    try check(edited, instead: bytes, isRecord: isRecord)
                }
                try check(Array(bytes[..<place]), instead: bytes, isRecord: isRecord)
            }
            #expect(throws: TrainingFileError.self) {
                _ = try TrainingTraceFile(decoding: bytes + bytes)
            }
        }
    }

    private func text(_ trace: TrainingTraceFile) -> String {
        String(decoding: trace.encoded, as: UTF8.self)
    }

    private func error(_ text: String) -> TrainingFileError? {
        do throws(TrainingFileError) {
            _ = try TrainingTraceFile(decoding: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("Each error names its place")
    func errors() throws {
        let trace = try Subjects.subject(Self.form).trace
        let text = text(trace)
        func cause(_ old: String, _ new: String) -> String {
            error(text.replacing(old, with: new, maxReplacements: 1))?.description ?? "none"
        }
        #expect(cause("{", "[").contains("expected JSON"))
        #expect(cause("{\"format\"", "{ \"format\"").contains("only form"))
        #expect(cause("trace 1", "trace 2").hasPrefix("format: "))
        #expect(cause("\"inputs\":2", "\"inputs\":0").hasPrefix("run.inputs: "))
        #expect(cause("\"inputs\":2", "\"inputs\":257").hasPrefix("run.inputs: "))
        #expect(cause("\"batch_bits\":1", "\"batch_bits\":9").hasPrefix("run.batch_bits: "))
        #expect(cause("\"rate_bits\":2", "\"rate_bits\":40").hasPrefix("run.rate_bits: "))
        #expect(cause("\"steps\":3", "\"steps\":4").hasPrefix("weights: "))
        #expect(cause("\"steps\":3", "\"steps\":1048577").hasPrefix("run.steps: "))
        #expect(cause("\"start_name\":\"start\"", "\"start_name\":\"other\"").contains("run.start"))
        #expect(cause("\"hidden\":2,", "").contains("hidden"))
        let last = trace.weightHashes[3].text
        let changed = String(last.reversed())
        #expect(cause(last, changed).hasPrefix("trace: "))
        #expect(cause(trace.trace.digest.text, changed).hasPrefix("trace: "))
        #expect(cause(last, last.uppercased()).hasPrefix("weights[3]: "))
    }

    @Test("Elements that do not make their digest, or weights their hash, are a contradiction")
    func contradictions() throws {
        let record = try Subjects.subject(Self.form).evidence.record(of: 1)
        let text = String(decoding: record.encoded, as: UTF8.self)
        for (old, new) in [
            (record.digests[4].text, record.digests[5].text),
            (record.before.text, record.after.text),
        ] {
            let edited = text.replacing(old, with: new, maxReplacements: 1)
            do throws(TrainingFileError) {
                _ = try StepRecord(decoding: Array(edited.utf8))
                Issue.record("accepted")
            } catch {
                guard case .contradiction = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
    }
}
