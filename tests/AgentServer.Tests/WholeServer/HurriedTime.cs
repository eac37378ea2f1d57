namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>
/// The real time, or ahead of it, with timers that ring sooner, for waits that a test need not sit through: pauses of some seconds 25 times,
/// limits, which a busy machine must keep, five times.
/// </summary>
internal sealed class HurriedTime : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan time) => time <= TimeSpan.Zero ? time : time / (time <= LongestPause ? 25 : 5);
}
