namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>
/// A time that passes four times as fast from now on, or is ahead, for tenant and server alike. Timers of ten seconds and more are limits,
/// which a busy machine must keep: they keep the real time.
/// </summary>
internal sealed class FastTime : TimeProvider
{
    private const int Haste = 4;

    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _start = System.GetUtcNow();

    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => _start + (System.GetUtcNow() - _start) * Haste + Ahead;

    public override long GetTimestamp() => System.GetTimestamp() * Haste;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan time) => time > TimeSpan.Zero && time < ShortestLimit ? time / Haste : time;
}
