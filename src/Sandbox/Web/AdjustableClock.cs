namespace TokenVaultAgent.Sandbox.Web;

/// <summary>A clock that can be put forward; what waits for a time that has then passed goes on at once. Thread safe.</summary>
internal sealed class AdjustableClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _pending = [];
    private long _ahead;

    public TimeSpan Ahead => new(Interlocked.Read(ref _ahead));

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Ahead;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, callback, state, dueTime, period);

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_lock)
        {
            Interlocked.Add(ref _ahead, by.Ticks);
            foreach (var timer in _pending)
                timer.Reconsider();
        }
    }

    /// <summary>Runs on a timer of the inner clock, which is set anew whenever this clock is put forward.</summary>
    private sealed class Timer : ITimer
    {
        private readonly AdjustableClock _clock;
        private readonly ITimer _inner;
        private DateTimeOffset _due;
        private TimeSpan _period;

        public Timer(AdjustableClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _clock = clock;
            _inner = clock.CreateInner(_ => Fire(callback, state));
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._lock)
            {
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    _clock._pending.Remove(this);
                }
                else
                {
                    _due = _clock.GetUtcNow() + dueTime;
                    _clock._pending.Add(this);
                }

                return _inner.Change(dueTime, period);
            }
        }

        /// <summary>Inside the clock's lock.</summary>
        public void Reconsider()
        {
            var left = _due - _clock.GetUtcNow();
            _inner.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left, _period);
        }

        public void Dispose()
        {
            lock (_clock._lock) _clock._pending.Remove(this);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            lock (_clock._lock) _clock._pending.Remove(this);
            return _inner.DisposeAsync();
        }

        private void Fire(TimerCallback callback, object? state)
        {
            lock (_clock._lock)
                if (_period > TimeSpan.Zero)
                    _due = _clock.GetUtcNow() + _period;
                else
                    _clock._pending.Remove(this);
            callback(state);
        }
    }

    private ITimer CreateInner(TimerCallback callback) => inner.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
