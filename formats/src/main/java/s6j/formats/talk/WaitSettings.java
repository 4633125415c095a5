package s6j.formats.talk;

/**
 * What is waited for.
 *
 * @param goal the state the services shall reach
 * @param any one service is enough; otherwise all must be there at the same time
 * @param fullyDownFirst a restart begins with a finish script that is over (s6-svlisten) and not
 *     merely with a process that is gone (s6-svwait)
 */
public record WaitSettings(WaitGoal goal, boolean any, boolean fullyDownFirst) {}
