import BigInt
import MeshTrials
import Scenarios
import Testing

@Suite("The referee of the chain, on values without a chain")
struct ChainRefereeTests {
    private struct Planted: Sendable {
        let question: ChainQuestion
        let evidence: String
        let plant: @Sendable (inout ChainView, inout ChainBooks) -> Void
    }

    /// An epoch in which three of four validators gave their word and were paid, and one whose
    /// proposer lost a thousand for a proposal of its own making.
    private static func view() -> ChainView {
        ChainView(
            epochs: [
                ChainView.Epoch(
                    number: 5, proposer: 1, validators: [1, 2, 3, 4], attestors: [1, 2, 3],
                    entries: [(1, 10), (2, 10), (3, 10)], isPaid: true,
                    paid: [(1, 200), (2, 200), (3, 180)], pools: [(3, 20)], delegates: 60,
                    reward: 7),
                ChainView.Epoch(
                    number: 6, proposer: 2, validators: [1, 2, 3, 4], attestors: [2],
                    entries: [(2, 10)], isPaid: false, slashed: 1000),
            ],
            startStake: 4_000, totalStake: 4_000 + 580 + 7 - 1000, emissions: 1_000)
    }

    private static func books() -> ChainBooks {
        var books = ChainBooks()
        books.note(present: [1, 2, 3, 4], epoch: 5)
        books.note(present: [1, 2, 3, 4], epoch: 6)
        books.note(honestProposalOf: 5)
        return books
    }

    private static let planted = [
        Planted(question: .quorumValidators, evidence: "the words of 2 of 4 validators") {
            view, _ in view.epochs[0].attestors = [1, 2, 7, 8, 9]
        },
        Planted(question: .attestersPaid, evidence: "node 4 is paid without a word") {
            view, _ in view.epochs[0].paid.append((4, 1))
        },
        Planted(question: .scoresOnce, evidence: "node 1 stands twice") {
            view, _ in view.epochs[0].entries.append((1, 1))
        },
        Planted(question: .scoresDeserved, evidence: "node 4 was there, and is not paid") {
            view, _ in view.epochs[0].attestors.append(4)
        },
        Planted(question: .honestUnpunished, evidence: "node 2 pays for an honest proposal") {
            _, books in books.note(honestProposalOf: 6)
        },
        Planted(question: .stakeSupply, evidence: "3588 is staked, 3587 is due") {
            view, _ in view.totalStake += 1
        },
        Planted(question: .paymentsBounded, evidence: "1001 is paid of 1000") {
            view, _ in view.epochs[0].delegates += 341
        },
    ]

    @Test("Nothing is found in an honest chain", arguments: ChainQuestion.allCases)
    func honest(question: ChainQuestion) {
        let finding = ChainReferee(Self.books(), Self.view()).finding(of: question)
        #expect(finding == .intact("2 epochs with a proposal hold"))
    }

    @Test("Each question has a planted fault that it finds, and no other does")
    func faults() {
        #expect(Self.planted.map(\.question) == ChainQuestion.allCases)
        for planted in Self.planted {
            var (view, books) = (Self.view(), Self.books())
            planted.plant(&view, &books)
            let referee = ChainReferee(books, view)
            guard case .violated(let evidence) = referee.finding(of: planted.question) else {
                Issue.record("\(planted.question) finds nothing")
                continue
            }
            #expect(evidence.contains(planted.evidence), "\(evidence)")
        }
    }
}
