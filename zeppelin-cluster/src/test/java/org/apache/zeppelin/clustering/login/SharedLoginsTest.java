// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.shiro.session.ExpiredSessionException;
import org.apache.shiro.session.Session;
import org.apache.shiro.session.UnknownSessionException;
import org.apache.shiro.session.mgt.SimpleSession;
import org.apache.shiro.session.mgt.ValidatingSession;
import org.apache.shiro.session.mgt.eis.SessionDAO;
import org.apache.shiro.subject.PrincipalCollection;
import org.apache.shiro.subject.SimplePrincipalCollection;
import org.apache.shiro.subject.support.DefaultSubjectContext;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft that share logins. */
public class SharedLoginsTest {

  private static final String PRINCIPALS = DefaultSubjectContext.PRINCIPALS_SESSION_KEY;
  private static final String AUTHENTICATED = DefaultSubjectContext.AUTHENTICATED_SESSION_KEY;
  private static final long TOUCH_MILLIS = 60_000;
  private static final long CLOCKS_MILLIS = 300_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<SharedLogins> logins = new ArrayList<>();
  private final AtomicLong wallClock = new AtomicLong(System.currentTimeMillis());

  @Before
  public void up() throws Exception {
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      // So strict that what a server hears late shows.
      LoginSettings settings = new LoginSettings(0, TOUCH_MILLIS, CLOCKS_MILLIS, 4_000);
      logins.add(
          new SharedLogins(
              node.metadata,
              (key, commands) -> node.metadata.commit(commands),
              settings,
              System::nanoTime,
              wallClock::get));
    }
    TestNodes.start(nodes);
  }

  @After
  public void down() {
    nodes.forEach(TestNode::crash);
  }

  private SessionDAO sessions(int server) {
    return logins.get(server).sessions();
  }

  private List<Entry> entries(String prefix) {
    return nodes.get(0).metadata.list(prefix).join();
  }

  private static SimplePrincipalCollection names(String realm, Object... names) {
    SimplePrincipalCollection principals = new SimplePrincipalCollection();
    for (Object name : names) {
      principals.add(name, realm);
    }
    return principals;
  }

  /** As Shiro does it: a session first, then who it is, then that he has shown it. */
  private Serializable login(int server, Object principal) {
    SessionDAO dao = sessions(server);
    Serializable id = dao.create(new SimpleSession("10.0.0.7"));
    set(server, id, PRINCIPALS, names("ini", principal));
    set(server, id, AUTHENTICATED, Boolean.TRUE);
    return id;
  }

  private void set(int server, Serializable id, String name, Object value) {
    SimpleSession session = (SimpleSession) sessions(server).readSession(id);
    session.setAttribute(name, value);
    sessions(server).update(session);
  }

  private boolean knows(int server, Serializable id) {
    try {
      Session session = sessions(server).readSession(id);
      return Boolean.TRUE.equals(session.getAttribute(AUTHENTICATED));
    } catch (UnknownSessionException e) {
      return false;
    }
  }

  @Test
  public void aLoginIsKnownEverywhereAtOnce() {
    for (int round = 0; round < 20; round++) {
      Serializable id = login(round % 3, "ann");
      for (int server = 0; server < 3; server++) {
        assertTrue(knows(server, id));
      }
    }
    assertEquals(20, entries("login/").size());
  }

  @Test
  public void nothingThatIsSharedIsLostOnTheWay() {
    SimpleSession session = new SimpleSession("10.0.0.7");
    session.setTimeout(123_456);
    Serializable id = sessions(0).create(session);
    SimplePrincipalCollection two = names("ldap", "ann", "ann@example.com");
    two.add("id-7", "other");
    set(0, id, "colour", "blue");
    set(0, id, PRINCIPALS, two);
    set(0, id, AUTHENTICATED, true);
    set(1, id, "shape", "round");

    Session seen = sessions(2).readSession(id);
    assertEquals(id, seen.getId());
    assertEquals("10.0.0.7", seen.getHost());
    assertEquals(123_456, seen.getTimeout());
    assertEquals(session.getStartTimestamp(), seen.getStartTimestamp());
    assertEquals("blue", seen.getAttribute("colour"));
    assertEquals("round", seen.getAttribute("shape"));
    PrincipalCollection who = (PrincipalCollection) seen.getAttribute(PRINCIPALS);
    assertEquals(two, who);
    assertEquals("ann", who.getPrimaryPrincipal());
  }

  @Test
  public void aLogoutCountsEverywhereAtOnce() {
    for (int round = 0; round < 20; round++) {
      Serializable id = login(round % 3, "ann");
      int other = (round + 1) % 3;
      sessions(other).delete(sessions(other).readSession(id));
      for (int server = 0; server < 3; server++) {
        assertFalse(knows(server, id));
      }
    }
    assertEquals(0, entries("login/").size());
  }

  @Test
  public void whoIsNotLoggedInWritesNothing() {
    Serializable id = sessions(0).create(new SimpleSession());
    set(0, id, "shiroSavedRequest", new Object());
    set(0, id, "colour", "blue");
    assertEquals("blue", sessions(0).readSession(id).getAttribute("colour"));
    assertThrows(UnknownSessionException.class, () -> sessions(1).readSession(id));
    assertEquals(0, entries("login/").size());

    // As Shiro logs out: first nobody is in it, then it goes.
    Serializable login = login(0, "ann");
    set(0, login, PRINCIPALS, null);
    assertEquals(0, entries("login/").size());
    assertNull(sessions(0).readSession(login).getAttribute(PRINCIPALS));
    assertThrows(UnknownSessionException.class, () -> sessions(1).readSession(login));
  }

  @Test
  public void whatCannotBeSharedStaysHere() {
    Serializable id = login(0, "ann");
    List<String> own = List.of("a");
    set(0, id, "own", own);
    set(1, id, "colour", "blue");
    assertEquals(own, sessions(0).readSession(id).getAttribute("own"));
    assertEquals("blue", sessions(0).readSession(id).getAttribute("colour"));
    assertNull(sessions(1).readSession(id).getAttribute("own"));

    Serializable strange = login(0, 4711);
    assertTrue(knows(0, strange));
    assertFalse(knows(1, strange));
  }

  @Test
  public void useIsWrittenOnceAMinute() throws Exception {
    Serializable id = login(0, "ann");
    long before = entries("login/").get(0).getVersion();
    Date start = sessions(0).readSession(id).getLastAccessTime();
    use(0, id, new Date(start.getTime() + TOUCH_MILLIS - 1));
    assertEquals(before, entries("login/").get(0).getVersion());
    assertEquals(
        start.getTime() + TOUCH_MILLIS - 1,
        sessions(0).readSession(id).getLastAccessTime().getTime());

    use(0, id, new Date(start.getTime() + TOUCH_MILLIS));
    TestNodes.await(
        "the others hear of it",
        () ->
            sessions(2).readSession(id).getLastAccessTime().getTime()
                == start.getTime() + TOUCH_MILLIS);
  }

  private void use(int server, Serializable id, Date when) {
    SimpleSession session = (SimpleSession) sessions(server).readSession(id);
    session.setLastAccessTime(when);
    sessions(server).update(session);
  }

  @Test
  public void onlyWhatNobodyUsesExpires() throws Exception {
    Serializable id = login(0, "ann");
    long timeout = sessions(1).readSession(id).getTimeout();
    wallClock.addAndGet(timeout + CLOCKS_MILLIS);
    for (Session session : sessions(1).getActiveSessions()) {
      ((ValidatingSession) session).validate();
    }
    wallClock.addAndGet(TOUCH_MILLIS + 10_000);
    SimpleSession idle = (SimpleSession) sessions(1).getActiveSessions().iterator().next();
    assertThrows(ExpiredSessionException.class, idle::validate);

    // Used on another server before that one says so: it stays.
    use(2, id, new Date(wallClock.get()));
    TestNodes.await(
        "the use is written",
        () ->
            entries("login/").get(0).getValue().getLogin().getLastAccessMillis()
                == wallClock.get());
    sessions(1).update(idle);
    sessions(1).delete(idle);
    assertTrue(knows(1, id));

    wallClock.addAndGet(timeout + CLOCKS_MILLIS + 2 * TOUCH_MILLIS);
    // As Shiro looks through them: it does not know their ids.
    SimpleSession over = (SimpleSession) sessions(1).getActiveSessions().iterator().next();
    assertThrows(ExpiredSessionException.class, over::validate);
    sessions(1).update(over);
    sessions(1).delete(over);
    for (int server = 0; server < 3; server++) {
      assertFalse(knows(server, id));
    }
  }

  @Test
  public void whoLoggedOutIsNotBroughtBack() {
    Serializable id = login(0, "ann");
    SimpleSession old = (SimpleSession) sessions(1).readSession(id);
    sessions(2).delete(sessions(2).readSession(id));
    old.setAttribute("colour", "blue");
    assertThrows(UnknownSessionException.class, () -> sessions(1).update(old));
    old.setLastAccessTime(new Date(old.getLastAccessTime().getTime() + TOUCH_MILLIS));
    assertThrows(UnknownSessionException.class, () -> sessions(1).update(old));
    assertEquals(0, entries("login/").size());
  }

  @Test
  public void strangeCookiesAskNobody() {
    for (String id : List.of("", "a", "../../server", "login/x", "x".repeat(2_000))) {
      assertThrows(UnknownSessionException.class, () -> sessions(0).readSession(id));
    }
  }

  /** The ticket as a browser gets it that shows a session's cookie. */
  private String ticket(int server, String user, Serializable session) {
    return logins.get(server).obtainTicket(user, List.of(), Optional.of(session.toString())).text();
  }

  @Test
  public void whoReadsTheMetadataCannotGetIn() {
    String id = login(0, "ann").toString();
    String text = ticket(0, "ann", id);
    String own = logins.get(1).obtainTicket("ann", List.of(), Optional.empty()).text();
    Entry session = entries("login/").get(0);
    Entry ticket = entries("ticket/").get(0);
    for (String secret : List.of(id, text, own)) {
      assertFalse(session.toString(), session.toString().contains(secret));
      assertFalse(ticket.toString(), ticket.toString().contains(secret));
    }
    String key = session.getKey();
    for (String shown : List.of(key, key.substring("login/".length()))) {
      assertThrows(UnknownSessionException.class, () -> sessions(1).readSession(shown));
    }
    for (Session active : sessions(1).getActiveSessions()) {
      assertNotEquals(id, active.getId());
    }
    List<String> guesses = new ArrayList<>(ticket.getValue().getTicket().getDigests());
    assertEquals(2, guesses.size());
    guesses.add(ticket.getValue().getTicket().getId());
    guesses.add("");
    for (String guess : guesses) {
      for (SharedLogins each : logins) {
        assertTrue(each.acceptTicket("ann", guess).isEmpty());
      }
    }
  }

  @Test
  public void aTicketOfAnyServerIsOneOnAll() {
    Serializable first = login(0, "ann");
    Serializable second = login(1, "ann");
    Set<String> given = new HashSet<>();
    for (int server = 0; server < 3; server++) {
      given.add(logins.get(server).obtainTicket("ann", List.of(), Optional.empty()).text());
      given.add(ticket(server, "ann", first));
      given.add(ticket(server, "ann", second));
    }
    // One of each session, and one of each server for who comes without.
    assertEquals(5, given.size());
    for (SharedLogins each : logins) {
      String own = each.ticket("ann").get().text();
      for (String shown : given) {
        assertEquals(own, each.acceptTicket("ann", shown).get().text());
        assertTrue(each.acceptTicket("bob", shown).isEmpty());
      }
      assertEquals(own, each.acceptTicket("ann", own).get().text());
    }

    logins.get(0).removeTicket("ann");
    for (SharedLogins each : logins) {
      for (String shown : given) {
        assertTrue(each.acceptTicket("ann", shown).isEmpty());
      }
    }
    String again = ticket(1, "ann", second);
    assertFalse(given.contains(again));
    for (SharedLogins each : logins) {
      assertEquals(List.of(), each.acceptTicket("ann", again).get().roles());
      for (String shown : given) {
        assertTrue(each.acceptTicket("ann", shown).isEmpty());
      }
    }
  }

  @Test
  public void aUserHasSoManyTicketsAndNoMore() {
    List<String> given = new ArrayList<>();
    for (int i = 0; i <= Tickets.MAX_TICKETS; i++) {
      given.add(ticket(i % 3, "ann", "session-" + i));
    }
    assertEquals(
        Tickets.MAX_TICKETS, entries("ticket/").get(0).getValue().getTicket().getDigests().size());
    assertTrue(logins.get(1).acceptTicket("ann", given.get(0)).isEmpty());
    for (String shown : given.subList(1, given.size())) {
      assertTrue(logins.get(1).acceptTicket("ann", shown).isPresent());
    }
  }

  @Test
  public void withoutAMajorityNobodyIsLetIn() {
    Serializable id = login(0, "ann");
    Ticket ticket = logins.get(0).obtainTicket("ann", List.of(), Optional.empty());
    nodes.get(1).crash();
    nodes.get(2).crash();
    LoginUnavailableException thrown =
        assertThrows(LoginUnavailableException.class, () -> sessions(0).readSession(id));
    assertEquals(503, thrown.getCode());
    assertThrows(MetadataException.class, () -> logins.get(0).ticket("ann"));
    assertThrows(MetadataException.class, () -> logins.get(0).acceptTicket("ann", ticket.text()));
    assertThrows(
        MetadataUnavailableException.class,
        () -> logins.get(0).obtainTicket("bob", List.of(), Optional.empty()));
    assertFalse(ticket.text().isEmpty());
  }

  @Test
  public void aSessionHasOneTicketHoweverManyAsk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    Set<String> tickets = new HashSet<>();
    Optional<String> session = Optional.of(login(0, "ann").toString());
    try {
      List<Callable<Ticket>> work = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        SharedLogins server = logins.get(i % 3);
        work.add(() -> server.obtainTicket("ann", List.of("role1"), session));
      }
      for (Future<Ticket> each : threads.invokeAll(work)) {
        tickets.add(each.get().text());
      }
    } finally {
      threads.shutdownNow();
    }
    // Who came first made the user's entry; its id is in the ticket.
    assertEquals(1, tickets.size());
    for (SharedLogins each : logins) {
      assertTrue(each.acceptTicket("ann", tickets.iterator().next()).isPresent());
      assertTrue(each.ticket("bob").isEmpty());
    }
  }

  @Test
  public void ticketsAreTakenBackEverywhereAndTheNextAreOthers() throws Exception {
    Optional<String> session = Optional.of(login(0, "ann").toString());
    String first = logins.get(0).obtainTicket("ann", List.of("b", "a"), session).text();
    TestNodes.await(
        "the roles are known",
        () -> logins.get(2).knownRoles("ann").filter(List.of("a", "b")::equals).isPresent());
    assertEquals(first, logins.get(1).obtainTicket("ann", List.of("c"), session).text());
    assertEquals(List.of("c"), logins.get(0).ticket("ann").get().roles());

    logins.get(2).removeTicket("ann");
    for (SharedLogins each : logins) {
      assertTrue(each.ticket("ann").isEmpty());
      assertTrue(each.acceptTicket("ann", first).isEmpty());
    }
    String second = logins.get(1).obtainTicket("ann", List.of(), session).text();
    assertNotEquals(first, second);
    for (SharedLogins each : logins) {
      assertTrue(each.acceptTicket("ann", second).isPresent());
      assertTrue(each.acceptTicket("ann", first).isEmpty());
    }
    logins.get(0).removeTicket("nobody");
  }
}
