import BigInt
import PublishedLearning
import PythonValues
import TestSupport
import Testing

/// Proofs and chains as strangers may write them: every outcome is a verdict or an exception of
/// Python.
@Suite("Hostile proofs and chains")
struct ConsensusHostileTests {
    private let now = PythonFloat(1_700_000_000.5)

    private func value(_ text: String) -> PythonValue? {
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(Array(text.utf8), byteCountMax: .max)
        } catch {
            return nil
        }
    }

    @Test("Every edit of a proof is judged by the engine, the pool and the validator")
    func proofs() throws {
        let members = try CraftedProof.members(timestamp: .float(now))
        let text = try PythonJSONWriter.text(.dictionary(members))
        var (judgedCount, acceptedCount) = (0, 0)
        for edited in try HostileDocuments.texts(like: text) {
            guard case .dictionary(let members)? = value(edited),
                let proof = try? TrainingProofView(members)
            else { continue }
            judgedCount += 1
            let engine = PublishedConsensus(
                nodeID: PythonText("auth0"), isAuthority: true, sign: { _ in PythonText("s") })
            engine.updateStake(of: PythonText("auth0"), to: .integer(5000))
            engine.updateStake(of: PythonText("worker"), to: .integer(4000))
            let submission = engine.submit(proof, now: now)
            acceptedCount += submission.isAccepted ? 1 : 0
            #expect(engine.reward(of: proof, now: now).value == 0)
            #expect(engine.pendingProofs.count == (submission.isAccepted ? 1 : 0))
            var (pool, validator) = (RewardPool(), TrainingValidator())
            do throws(PythonError) {
                let contributions = try pool.contributions(
                    of: [proof], consciousness: members, now: now)
                _ = try pool.rewards(for: contributions)
            } catch {
                #expect(["TypeError", "OverflowError"].contains(error.name))
            }
            do throws(PythonError) {
                let verdict = try validator.validate(proof, hasPeerWeights: true, now: now)
                #expect(!verdict.isValid)
            } catch {
                let names = ["TypeError", "OverflowError", "UnicodeEncodeError"]
                #expect(names.contains(error.name))
            }
        }
        // Signatures of any kind are never looked at.
        #expect(judgedCount > 150 && acceptedCount > 30)
    }

    @Test("Every edit of a chain's file loads, and is verified or raises")
    func chains() throws {
        var chain = try PublishedTrainingChain(
            first: PublishedTrainingChain.genesis(now: now), rest: [], store: TrainingStore(),
            difficulty: 0)
        _ = try chain.add(
            PublishedTrainingChain.Work(
                epoch: 1, nodeID: PythonText("n"), modelState: TrainingState(),
                optimizerState: TrainingState(), metrics: PythonDictionary(),
                validationScores: .none, checkpointByteCount: 1), now: now)
        _ = try chain.mine(now: now)
        // Infinity is no JSON; the genesis block's loss may as well be 1.
        let text = try PythonJSONWriter.text(.list(chain.blocks.map(\.value)))
            .replacing("Infinity", with: "1")
        let texts = try HostileDocuments.texts(like: text)
        var (keptCount, validCount) = (0, 0)
        for place in stride(from: 0, to: texts.count, by: Thoroughness.isThorough ? 1 : 3) {
            var store = chain.store
            store.chainFile = Array(texts[place].utf8)
            let loading = try PublishedTrainingChain.load(store, difficulty: 4, now: now)
            keptCount += loading.isNewGenesis ? 0 : 1
            var own = try PublishedTrainingChain(
                first: PublishedTrainingChain.genesis(now: now), rest: [], store: store,
                difficulty: 4)
            do throws(PythonError) {
                let faults = try own.faults(of: loading.chain.blocks)
                let refusal = try own.synchronise(with: loading.chain.blocks)
                validCount += refusal == nil ? 1 : 0
                #expect(refusal != nil || faults.isEmpty)
            } catch {
                #expect(error.name == "TypeError")
            }
        }
        #expect(keptCount > validCount && validCount > 0)
    }
}
