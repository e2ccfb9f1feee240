internal import Trials

/// Tasks: look-ups, and what they are for.
extension MeshNode {
    /// Begins a task. **Result:** its number, which its outcome repeats.
    package mutating func begin(_ task: MeshTask, atMilliseconds milliseconds: Int) -> UInt64 {
        self.milliseconds = max(milliseconds, self.milliseconds)
        let number = newTask()
        var start: [MeshTable.Entry] = []
        let find: MeshRequest.Find
        switch task {
        case .join(let contacts):
            find = MeshRequest.Find(place: id, wantsRecords: false)
            start = contacts.filter(isSigned).compactMap { contact in
                registry.id(contact.key).map { MeshTable.Entry(id: $0, contact: contact) }
            }
        case .refresh(let place): find = MeshRequest.Find(place: place, wantsRecords: false)
        case .find(let name, let owner, _):
            find = MeshRequest.Find(
                place: name.place(parameters), wantsRecords: true, owner: owner)
        case .store(let record):
            find = MeshRequest.Find(place: record.place(parameters), wantsRecords: false)
        }
        start += table.nearest(find.place, count: MeshParameters.bucketSize)
        var job = MeshJob(
            task: task,
            lookUp: MeshLookUp(
                find, own: id, start: start, pathCount: pathCount))
        noteOwn(&job)
        jobs[number] = job
        goOn(number)
        return number
    }

    /// Records that the node holds itself count as served by it.
    private func noteOwn(_ job: inout MeshJob) {
        guard case .find(_, let owner, _) = job.task else { return }
        for record in storage.records(at: job.lookUp.place, owner: owner)
        where (try? rules.judge(record, at: slot, registry)) != nil {
            job.served.append((record, id))
            job.hopCount = 0
        }
        job.lookUp.isStopped = isEnough(job)
    }

    /// Makes the calls that a job may make, and ends it if none is left.
    private mutating func goOn(_ number: UInt64) {
        guard var job = jobs[number], !job.isStoring else { return }
        while let step = job.lookUp.next(isBounded: guards.has(MeshGuards.callBudget)) {
            let (contact, id) = (job.lookUp.steps[step].contact, job.lookUp.steps[step].id)
            job.lookUp.call(step)
            send(.find(job.lookUp.find), to: contact, id, .lookUp(number, step: step))
        }
        jobs[number] = job
        guard !job.lookUp.isWaiting || job.lookUp.isStopped else { return }
        if case .store(let record) = job.task {
            beginStoring(record, number)
        } else {
            finish(number, job)
        }
    }

    // MARK: Answers of look-ups

    mutating func noteSilence(_ number: UInt64, _ step: Int) {
        guard jobs[number] != nil else { return }
        jobs[number]?.lookUp.note(.silent, of: step)
        goOn(number)
    }

    /// **Result:** refusals of items of the answer, each of which falls alone.
    mutating func noteAnswer(
        _ body: MeshAnswer.Body, _ number: UInt64, _ step: Int
    ) -> [Refusal] {
        guard var job = jobs[number] else { return [] }
        guard case .found(let contacts, let records, let isMore) = body else {
            job.lookUp.note(.silent, of: step)
            jobs[number] = job
            goOn(number)
            return []
        }
        var refusals: [Refusal] = []
        job.lookUp.note(.answered, of: step)
        for contact in contacts {
            guard registry.id(contact.key) != nil || !guards.has(MeshGuards.answerItem) else {
                refusals.append(
                    Refusal(
                        index: nil, by: MeshGuards.answerItem,
                        message: "a contact without a stake"))
                continue
            }
            let id = Self.place(of: contact.key, parameters, registry)
            if let known = job.lookUp.step(of: id) {
                guard known >= 0, contact.slot > job.lookUp.steps[known].contact.slot,
                    isSigned(contact)
                else { continue }
                job.lookUp.renew(known, by: contact)
                continue
            }
            // A card that nobody signed must not stand in the way of the true one.
            guard let known = checked(contact, id) else {
                refusals.append(Self.cardRefusal)
                continue
            }
            job.lookUp.add(known, id, parent: step)
        }
        refusals += note(records, step, &job)
        job.lookUp.isStopped = job.lookUp.isStopped || isEnough(job)
        if isMore, job.lookUp.find.wantsRecords, let last = records.last, !job.lookUp.isStopped {
            do throws(Refusal) {
                try guards.require(
                    job.lookUp.hasCallsLeft(forStep: step), MeshGuards.callBudget,
                    "the path made all the calls that it may")
                callAgain(step, after: last.owner, number, &job)
            } catch {
                refusals.append(error)
            }
        }
        jobs[number] = job
        goOn(number)
        return refusals
    }

    /// Takes the valid records of an answer.
    private func note(_ records: [MeshRecord], _ step: Int, _ job: inout MeshJob) -> [Refusal] {
        guard case .find(let name, let owner, _) = job.task else { return [] }
        var refusals: [Refusal] = []
        for record in records {
            do throws(Refusal) {
                let fits = MeshKeyName(record) == name && (owner == nil || record.owner == owner)
                guard fits else {
                    throw Refusal(
                        index: nil, by: MeshGuards.answerItem,
                        message: "a record under another key, or of another owner")
                }
                if !job.served.contains(where: { $0.record == record }) {
                    try rules.judge(record, at: slot, registry)
                }
                job.served.append((record, job.lookUp.steps[step].id))
                job.lookUp.noteServes(step)
                job.hopCount = job.hopCount ?? job.lookUp.steps[step].depth
            } catch {
                refusals.append(error)
                if error.by == MeshGuards.expiry, isSigned(record) { job.expired.append(record) }
            }
        }
        return refusals
    }

    /// Whether a record is signed, whatever else is wrong with it: of two of one sequence it is a
    /// proof, even when it has expired.
    private func isSigned(_ record: MeshRecord) -> Bool {
        record.isSigned(rules.signatures, network: parameters.network)
    }

    private mutating func callAgain(
        _ step: Int, after owner: MeshKey, _ number: UInt64, _ job: inout MeshJob
    ) {
        let asked = job.lookUp.find
        let find = MeshRequest.Find(
            place: asked.place, wantsRecords: true, owner: asked.owner, after: owner)
        job.lookUp.callAgain(step)
        let (contact, id) = (job.lookUp.steps[step].contact, job.lookUp.steps[step].id)
        send(.find(find), to: contact, id, .lookUp(number, step: step))
    }

    /// Whether a search of one owner's record may end before all near nodes were asked.
    private func isEnough(_ job: MeshJob) -> Bool {
        guard case .find(_, let owner?, isLatest: false) = job.task else { return false }
        return counted(job).contains { $0.owner == owner }
    }

    /// Records that count: those of a window only if enough of their rightful holders served them,
    /// since a single one may have been given it late.
    private func counted(_ job: MeshJob) -> [MeshRecord] {
        var counted: [MeshRecord] = []
        for (record, _) in job.served where !counted.contains(record) {
            guard record.kind.hasWindow, guards.has(MeshGuards.holders) else {
                counted.append(record)
                continue
            }
            let holders = registry.nearest(
                job.lookUp.place, count: MeshParameters.replicaCount
            ).compactMap { registry.id($0) }
            let witnesses = holders.filter { holder in
                job.served.contains { $0.record == record && $0.by == holder }
            }
            let enough = holders.count < 4 ? 1 : MeshParameters.windowWitnessCount
            if witnesses.count >= enough { counted.append(record) }
        }
        return counted
    }

    // MARK: Storing

    /// The nodes that are to hold a record: the nearest that answered, this node among them; of a
    /// windowed record its rightful holders alone.
    private mutating func beginStoring(_ record: MeshRecord, _ number: UInt64) {
        guard var job = jobs[number] else { return }
        job.isStoring = true
        var waiting = job.lookUp.answered.map { (id: $0.id, contact: $0.contact) }
        waiting.append((id, card))
        waiting.sort { $0.id.distance(to: job.lookUp.place) < $1.id.distance(to: job.lookUp.place) }
        if record.kind.hasWindow {
            waiting = waiting.filter { isHolder($0.contact.key, of: record) }
        }
        job.waiting = waiting
        jobs[number] = job
        offer(record, number)
    }

    /// Offers the record to so many nodes that a full set of holders may come of it.
    private mutating func offer(_ record: MeshRecord, _ number: UInt64) {
        guard var job = jobs[number] else { return }
        while job.holders.count + job.offersUnderWay < MeshParameters.replicaCount,
            !job.waiting.isEmpty
        {
            let (id, contact) = job.waiting.removeFirst()
            if id == self.id {
                if (try? hold(record)) != nil { job.holders.append(id) }
                continue
            }
            job.offersUnderWay += 1
            job.offerCount += 1
            send(.store(record), to: contact, id, .store(number, id))
        }
        jobs[number] = job
        if job.offersUnderWay == 0 { finish(number, job) }
    }

    mutating func noteStore(_ number: UInt64, _ id: MeshIdentifier, _ body: MeshAnswer.Body?) {
        guard var job = jobs[number], case .store(let record) = job.task else { return }
        job.offersUnderWay -= 1
        if body == .stored(refusal: nil) { job.holders.append(id) }
        jobs[number] = job
        offer(record, number)
    }

    // MARK: Ends

    private mutating func finish(_ number: UInt64, _ job: MeshJob) {
        jobs[number] = nil
        let place = job.lookUp.place
        let counted = counted(job)
        for (record, _) in job.served where !counted.contains(record) {
            note(
                Refusal(
                    index: nil, by: MeshGuards.holders,
                    message: "too few of the key's holders served a \(record.kind)"))
        }
        let proofs = job.served.map(\.record) + job.expired
        var (records, equivocations) = latest(counted, proofs)
        let isDone: Bool
        switch job.task {
        case .join, .refresh:
            isDone = job.lookUp.steps.contains { $0.outcome == .answered }
        case .find: isDone = !records.isEmpty
        case .store:
            // Two thirds of the holders that there can be.
            let holderCount = min(MeshParameters.replicaCount, registry.peers.count)
            isDone = 3 * job.holders.count >= 2 * holderCount
            (records, equivocations) = ([], [])
        }
        let nearest = job.lookUp.answered.first
        outcomes.append(
            MeshOutcome(
                task: number, isDone: isDone, records: records, equivocations: equivocations,
                holders: job.holders.sorted { $0.distance(to: place) < $1.distance(to: place) },
                hopCount: job.hopCount ?? nearest?.depth ?? 0,
                callCount: job.lookUp.callCount + job.offerCount, lookUp: job.lookUp))
    }

    /// The latest record of each owner; owners that signed two of one sequence have none.
    ///
    /// - Parameter proofs: all signed records that were served, expired ones included.
    private func latest(
        _ records: [MeshRecord], _ proofs: [MeshRecord]
    ) -> ([MeshRecord], [(MeshRecord, MeshRecord)]) {
        var kept: [MeshRecord] = []
        let sorted = records.sorted {
            $0.owner == $1.owner ? $0.sequence > $1.sequence : $0.owner < $1.owner
        }
        for record in sorted where kept.last?.owner != record.owner { kept.append(record) }
        var twice: [(MeshRecord, MeshRecord)] = []
        for record in kept {
            let other = proofs.first {
                $0.owner == record.owner && $0.sequence == record.sequence && $0 != record
            }
            if let other { twice.append((record, other)) }
        }
        if guards.has(MeshGuards.equivocation) {
            kept.removeAll { record in twice.contains { $0.0.owner == record.owner } }
        }
        return (kept, twice)
    }
}
