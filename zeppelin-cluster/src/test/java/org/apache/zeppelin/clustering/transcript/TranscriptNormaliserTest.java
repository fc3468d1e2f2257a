// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.util.Set;
import org.junit.Test;

/** What is chance gets the same name in every run, and nothing else does. */
public class TranscriptNormaliserTest {

  private final Normaliser normaliser = new Normaliser("/tmp/run1", Set.of("2LEFTOVER"));

  private static JsonElement json(String text) {
    return new Gson().fromJson(text.replace('\'', '"'), JsonElement.class);
  }

  private String normal(String text) {
    return normaliser.normalise(json(text)).toString().replace('"', '\'');
  }

  @Test
  public void idsAreNumberedByFirstAppearance() {
    assertEquals(
        "['<note-1>','<note-2>','<note-1>']", normal("['2N9RHNPDZ','2N855HP7C','2N9RHNPDZ']"));
    assertEquals("'Clone of_<note-2>!'", normal("'Clone of_2N855HP7C!'"));
    assertEquals(
        "['<paragraph-1>','sample-isolated-<note-1>-<paragraph-2>']",
        normal(
            "['paragraph_1763721048123_77','sample-isolated-2N9RHNPDZ-paragraph_1763721048999_5']"));
    assertEquals("'<revision-1>'", normal("'0123456789abcdef0123456789abcdef01234567'"));
  }

  @Test
  public void idsAreNamedAfterTheStepThatTheyAreNewIn() {
    normaliser.begin("clone");
    assertEquals("'<note-1 of clone>'", normal("'2N9RHNPDZ'"));
    normaliser.begin("list");
    assertEquals("['<note-1 of clone>','<note-1 of list>']", normal("['2N9RHNPDZ','2N855HP7C']"));
  }

  @Test
  public void whatOnlyLooksLikeAnIdStays() {
    for (String text : new String[] {"'2ABC'", "'12N9RHNPDZ'", "'paragraph_1'", "'abcdef'"}) {
      assertEquals(text, normal(text));
    }
  }

  @Test
  public void jobsAreNotParagraphs() {
    assertEquals(
        "{'id':'<paragraph-1>','jobName':'<job-1>'}",
        normal("{'jobName':'paragraph_1763721048124_8','id':'paragraph_1763721048123_77'}"));
  }

  @Test
  public void everyShapeOfADateHasItsName() {
    assertEquals("'<date-iso>'", normal("'2026-11-21T11:10:48+0000'"));
    assertEquals("'<date-log>'", normal("'2026-11-21 11:10:48.123'"));
    assertEquals("'<date-plain>'", normal("'2026-11-21 11:10:48'"));
    assertEquals("'<date-english>'", normal("'Nov 21, 2026, 11:10:48 AM'"));
    assertEquals("'<date-english>'", normal("'Nov 21, 2026 11:10:48 AM'"));
    assertEquals("'<date-english>'", normal("'Nov 2, 2026, 1:10:48\u202fAM'"));
    assertEquals("'<date-java>'", normal("'Sat Nov 21 11:10:48 UTC 2026'"));
    assertEquals("[1,'<milliseconds>','<seconds>']", normal("[1,1763721048123,1763721048]"));
  }

  @Test
  public void placesOfThisRunAreNamed() {
    assertEquals(
        "'in <dir>/conf and <dir>/notebook'",
        normal("'in /tmp/run1/n2/conf and /tmp/run1/notebook'"));
    assertEquals("'http://<host>/x'", normal("'http://localhost:20010/x'"));
  }

  @Test
  public void keysAreSortedAndListsAreNot() {
    assertEquals("{'a':[2,1],'b':{'c':1,'d':2}}", normal("{'b':{'d':2,'c':1},'a':[2,1]}"));
  }

  @Test
  public void setsAreSorted() {
    assertEquals("{'owners':['a','b']}", normal("{'owners':['b','a']}"));
  }

  @Test
  public void numbersAreKeptAsTheyAreWritten() {
    assertNotEquals(normal("{'colWidth':12}"), normal("{'colWidth':12.0}"));
  }

  @Test
  public void waitingAndRunningAreOne() {
    assertEquals(normal("{'status':'PENDING'}"), normal("{'status':'RUNNING'}"));
    assertNotEquals(normal("{'status':'FINISHED'}"), normal("{'status':'RUNNING'}"));
    assertEquals("'RUNNING'", normal("'RUNNING'"));
  }

  @Test
  public void howACancelledParagraphEndsIsChance() {
    String paragraph = "{'results':{'msg':[{'data':'%s'}]},'status':'%s'}";
    String said = "cancelled in \\u0027sleep 9\\u0027";
    assertEquals(
        normal(String.format(paragraph, said, "ABORT")),
        normal(String.format(paragraph, said, "ERROR")));
    assertNotEquals(
        normal(String.format(paragraph, "no", "ABORT")),
        normal(String.format(paragraph, "no", "ERROR")));
  }

  @Test
  public void whatIsLeftFromBeforeIsNotListed() {
    assertEquals(
        "{'notes':[{'id':'<note-1>','path':'/a'}]}",
        normal("{'notes':[{'id':'2LEFTOVER','path':'/b'},{'id':'2N9RHNPDZ','path':'/a'}]}"));
  }

  @Test
  public void whetherAJobRunsIsChanceWhileAParagraphDoes() {
    String job = "{'isRunningJob':%s,'paragraphs':[{'status':'%s'}]}";
    assertEquals(
        normal(String.format(job, true, "RUNNING")), normal(String.format(job, false, "PENDING")));
    assertNotEquals(
        normal(String.format(job, true, "ABORT")), normal(String.format(job, false, "ABORT")));
  }

  @Test
  public void theCausesOfAnErrorStayWithoutTheFrames() {
    assertEquals(
        "a.B: no\nCaused by: c.D: never\n",
        normaliser.normalise(
            "a.B: no\n"
                + "\tat a.B.c(B.java:1)\n"
                + "\tat a.B.d(B.java:2)\n"
                + "Caused by: c.D: never\n"
                + "\t... 9 more\n"));
    assertEquals("at home", normaliser.normalise("at home"));
  }
}
