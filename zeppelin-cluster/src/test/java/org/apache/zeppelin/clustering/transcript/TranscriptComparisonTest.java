// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Whatever is changed in a transcript is found. */
public class TranscriptComparisonTest {

  private static final String STEP =
      "{'did':['one says X'],'answers':[{'to':'GET"
          + " /a','status':200,'body':{'list':[1,2],'x':null}},{'to':'GET"
          + " /a','status':404,'body':'no'}],'heard':{'one':[{'op':'NOTE','data':{'n':1}},"
          + "{'op':'PARAGRAPH_ADDED','data':{'notes':[]}}],'two':[{'op':'NOTE','data':{'n':1}}]},"
          + "'missed':[]}";

  private static JsonObject step() {
    return new Gson().fromJson(STEP.replace('\'', '"'), JsonObject.class);
  }

  private static List<Difference> compare(JsonObject first, JsonObject second) {
    Transcript left = new Transcript();
    Transcript right = new Transcript();
    left.add("group/step", first);
    right.add("group/step", second);
    return Comparison.of(left, right);
  }

  @Test
  public void theSameIsTheSame() {
    assertEquals(List.of(), compare(step(), step()));
  }

  @Test
  public void everyChangedValueIsReported() {
    int values = leaves(step()).size();
    assertTrue("only " + values, values > 10);
    for (int i = 0; i < values; i++) {
      JsonObject changed = step();
      leaves(changed).get(i).run();
      assertEquals("change " + i, false, compare(step(), changed).isEmpty());
      assertEquals("change " + i, false, compare(changed, step()).isEmpty());
    }
  }

  /** One for every value in it, which changes that. */
  private static List<Runnable> leaves(JsonElement element) {
    List<Runnable> leaves = new ArrayList<>();
    if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      for (String key : object.keySet()) {
        if (object.get(key).isJsonPrimitive() || object.get(key).isJsonNull()) {
          leaves.add(() -> object.add(key, new JsonPrimitive("seeded")));
        }
        leaves.addAll(leaves(object.get(key)));
      }
    } else if (element.isJsonArray()) {
      JsonArray array = element.getAsJsonArray();
      leaves.add(() -> array.add("seeded"));
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        leaves.add(() -> array.remove(index));
        leaves.addAll(leaves(array.get(i)));
      }
    }
    return leaves;
  }

  @Test
  public void aDifferenceSaysWhereItIs() {
    JsonObject second = step();
    JsonObject answer = second.getAsJsonArray("answers").get(0).getAsJsonObject();
    answer.getAsJsonObject("body").getAsJsonArray("list").set(1, new JsonPrimitive(3));
    List<Difference> differences = compare(step(), second);
    assertEquals(1, differences.size());
    Difference difference = differences.get(0);
    assertEquals("group/step", difference.step);
    assertEquals("answers, GET /a.body.list[1]", difference.where);
    assertEquals("2", difference.first);
    assertEquals("3", difference.second);
    String text = difference.text("plain", "cluster");
    assertTrue(text, text.contains("plain:   2") && text.contains("cluster: 3"));
  }

  @Test
  public void aMessageTooManyIsOneDifference() {
    JsonObject second = step();
    JsonArray heard = second.getAsJsonObject("heard").getAsJsonArray("one");
    heard.add(heard.get(0));
    List<Difference> differences = compare(step(), second);
    assertEquals(1, differences.size());
    assertEquals("browser one, NOTE", differences.get(0).where);
    assertEquals(null, differences.get(0).first);
  }

  private static List<Difference> compareLists(String plain, String cluster) {
    JsonObject first = step();
    JsonObject second = step();
    for (int i = 0; i < 2; i++) {
      String list = i == 0 ? plain : cluster;
      if (list != null) {
        JsonElement message = new Gson().fromJson(list.replace('\'', '"'), JsonElement.class);
        (i == 0 ? first : second).getAsJsonObject("heard").getAsJsonArray("one").add(message);
      }
    }
    return compare(first, second);
  }

  @Test
  public void aClusterMayShowTheListEarlierAndNotLater() {
    String list = "{'op':'NOTES_INFO...','paths':['/a']}";
    String other = "{'op':'NOTES_INFO...','paths':['/b']}";
    String shown = "{'op':'NOTES_INFO...','paths':['/a'],'shown before':true}";
    assertEquals(List.of(), compareLists(null, list));
    assertEquals(List.of(), compareLists(list, shown));
    assertEquals(List.of(), compareLists(shown, list));
    assertEquals(List.of(), compareLists(shown, other));
    assertEquals(1, compareLists(list, null).size());
    assertEquals(1, compareLists(list, other).size());
    assertEquals(1, compareLists(other, shown).size());
  }

  @Test
  public void anotherOrderIsReported() {
    JsonObject second = step();
    JsonArray heard = second.getAsJsonObject("heard").getAsJsonArray("one");
    heard.add(heard.remove(0));
    assertEquals(false, compare(step(), second).isEmpty());
  }

  @Test
  public void aNumberThatIsWrittenOtherwiseIsReported() {
    JsonObject second = step();
    JsonObject heard =
        second.getAsJsonObject("heard").getAsJsonArray("two").get(0).getAsJsonObject();
    heard.getAsJsonObject("data").add("n", new Gson().fromJson("1.0", JsonElement.class));
    assertEquals(1, compare(step(), second).size());
  }

  @Test
  public void aStepThatIsNotPlayedIsReported() {
    Transcript left = new Transcript();
    left.add("group/step", step());
    assertEquals(1, Comparison.of(left, new Transcript()).size());
    assertEquals(1, Comparison.of(new Transcript(), left).size());
  }

  @Test
  public void longTextsAreCutAroundTheFirstDifference() {
    String same = "x".repeat(1_000);
    String text = new Difference("s", "w", same + "1" + same, same + "2" + same).text("a", "b");
    assertTrue(text, text.contains("x1x") && text.contains("x2x"));
    assertTrue(text, text.length() < 1_000);
  }
}
